"""Syntax trees of course files: read, compared and searched. Never runs a line of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import CourseError

Definition = ast.FunctionDef | ast.ClassDef


def tree_of(path: Path) -> ast.Module:
    """The file's syntax tree.

    Raises CourseError where there is none.
    """
    try:
        return ast.parse(path.read_text("utf-8"), str(path))
    except FileNotFoundError:
        raise CourseError(f"there is no {path.name}", f"no file {path}") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" line {line}" if line else ""
        raise CourseError(f"{path.name}{where} is no Python: {error}") from None


def place(exercise: Exercise, path: Path) -> str:
    """A file's path below the course's folder, as messages call it."""
    return path.relative_to(exercise.root).as_posix()


def first_line(tree: ast.Module) -> str:
    """The first line of the module's docstring; empty without one."""
    return (ast.get_docstring(tree) or "").partition("\n")[0].strip()


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """Top-level functions and classes by name."""
    return {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    """A class's own methods by name."""
    return {n.name: n for n in node.body if isinstance(n, ast.FunctionDef)}


def signature(node: Definition) -> str:
    """A function's signature, or a class's bases, as one would type it."""
    if isinstance(node, ast.ClassDef):
        return f"class {node.name}({', '.join(ast.unparse(base) for base in node.bases)})"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def shape_of(tree: ast.Module) -> str:
    """The program without its docstrings, annotations and choice of names, to compare two."""
    tree = _Bare().visit(ast.parse(ast.unparse(tree)))
    return ast.dump(tree)


class _Bare(ast.NodeTransformer):
    """Drops what does not change what a program does; names become numbers in order."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """A name's number."""
        return ast.Name(self._number(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """An argument without its annotation."""
        return ast.arg(self._number(node.arg))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An annotated assignment as a plain one."""
        self.generic_visit(node)
        if node.value is None:
            return ast.Pass()
        return ast.Assign([node.target], node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without docstring and return annotation."""
        node.body = _without_docstring(node.body)
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """A class without docstring."""
        node.body = _without_docstring(node.body)
        self.generic_visit(node)
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        """A module without docstring and imports."""
        body = _without_docstring(node.body)
        node.body = [n for n in body if not isinstance(n, ast.Import | ast.ImportFrom)]
        self.generic_visit(node)
        return node

    def _number(self, name: str) -> str:
        return self._names.setdefault(name, f"n{len(self._names)}")


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:] or [ast.Pass()]
    return body


def statements(node: ast.AST) -> Iterator[str]:
    """Every simple statement that computes something, as text without white space."""
    computing = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return | ast.Expr
    for inner in ast.walk(node):
        if isinstance(inner, computing) and not _is_text(inner):
            yield squeezed(ast.unparse(inner))


def squeezed(text: str) -> str:
    """The text without white space, and with one kind of quotes."""
    return "".join(text.split()).replace('"', "'")


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
