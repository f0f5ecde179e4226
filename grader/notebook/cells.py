"""A cell as plain Python: its statements, what each binds and what it refers to.

By the syntax tree and Python's own table of scopes; nothing is run. Lines keep their numbers.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Cell magics whose body runs in the notebook's namespace.
PYTHON_MAGICS = frozenset({"check", "time", "timeit", "capture", "prun", "memit", "mprun"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Unit:
    """Whole lines of a cell: a statement, or several that share a line."""

    start: int  # the first line, from 1
    lines: tuple[str, ...]
    nodes: tuple[ast.stmt, ...]

    @property
    def text(self) -> str:
        """The lines as they are."""
        return "\n".join(self.lines)

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names that it gives a value to."""
        return frozenset(name for node in self.nodes for name in _bound(node))

    @cached_property
    def changes(self) -> frozenset[str]:
        """The names whose value it changes: ``x += 1``, ``x[0] = 1``, ``x.y = 1``."""
        return frozenset(name for node in self.nodes for name in _changed(node))

    @cached_property
    def refers_to(self) -> frozenset[str]:
        """The names that it takes from outside of itself, functions and classes within included."""
        return frozenset(_referred(symtable.symtable(self.text, "cell", "exec")))

    @cached_property
    def needs_at_once(self) -> frozenset[str]:
        """Those of them that it takes while it runs, not later in a function."""
        symbols = symtable.symtable(self.text, "cell", "exec").get_symbols()
        return frozenset(s.get_name() for s in symbols if s.is_referenced())

    @property
    def only_imports(self) -> bool:
        """Whether it is nothing but imports."""
        return all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @property
    def defines(self) -> bool:
        """Whether it only defines: a function, a class, an import, a docstring."""
        return all(
            isinstance(node, (*_SCOPES[:3], ast.Import, ast.ImportFrom))
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            for node in self.nodes
        )

    def imports(self, module: str, name: str = "") -> bool:
        """Whether it is a ``from module import name``; of any name if that is empty."""
        return any(
            isinstance(node, ast.ImportFrom)
            and module in ("", node.module)
            and (not name or name in [alias.name for alias in node.names])
            for node in self.nodes
        )


def python_of(text: str, plain: Callable[[str], str]) -> str | None:
    """The Python in a cell, its magics and shell lines dropped; None for a cell in no Python.

    Args:
        text: as it was typed; a cell magic's line becomes an empty one.
        plain: turns magics into calls of ``get_ipython()``.
    """
    first, _, body = text.partition("\n")
    if first.startswith("%%"):
        words = first[2:].split()
        if not words or words[0] not in PYTHON_MAGICS:
            return None
        text = "\n" + body
    return without_magics(text, plain)


def without_magics(text: str, plain: Callable[[str], str]) -> str:
    """The cell with its magics and shell lines dropped, or as it is if that makes no Python."""
    if parsed(text) is not None:
        return text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        turned = plain(text)
    if turned.rstrip("\n").count("\n") < text.rstrip("\n").count("\n"):
        lead = len(text) - len(text.lstrip("\n"))  # leading empty lines are dropped by it
        turned = "\n" * lead + turned
    tree = parsed(turned)
    if tree is None:
        return turned if turned.count("\n") >= text.rstrip("\n").count("\n") else text
    lines = turned.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and _is_magic(node):
            end = node.end_lineno or node.lineno
            indent = " " * node.col_offset
            lines[node.lineno - 1 : end] = [f"{indent}pass" if indent else ""] * (
                end - node.lineno + 1
            )
    return "\n".join(lines)


def _is_magic(node: ast.stmt) -> bool:
    value = getattr(node, "value", None)
    call = value.func if isinstance(value, ast.Call) else None
    inner = call.value if isinstance(call, ast.Attribute) else None
    return (
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Name)
        and inner.func.id == "get_ipython"
    )


def parsed(text: str) -> ast.Module | None:
    """The syntax tree; None where there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)  # every check reads the cells that were run before
def units_of(text: str) -> tuple[Unit, ...]:
    """The statements of a text in order; none where it is no Python."""
    tree = parsed(text)
    lines = text.split("\n")
    spans: list[tuple[int, int, list[ast.stmt]]] = []
    for node in tree.body if tree else ():
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        end = node.end_lineno or node.lineno
        if spans and start <= spans[-1][1]:
            first, _, nodes = spans.pop()
            spans.append((first, end, [*nodes, node]))
        else:
            spans.append((start, end, [node]))
    units = [Unit(a, tuple(lines[a - 1 : b]), tuple(nodes)) for a, b, nodes in spans]
    return tuple(unit for unit in units if _readable(unit))


def _readable(unit: Unit) -> bool:
    """Whether Python's own table of scopes can be made of it."""
    try:
        _ = unit.refers_to
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds where it stands, not in a scope within."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    if isinstance(node, ast.AugAssign):
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
        return
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)


def _changed(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _SCOPES):
        return
    if isinstance(node, ast.AugAssign):
        yield from _base(node.target)
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield from _base(node)
    for child in ast.iter_child_nodes(node):
        yield from _changed(child)


def _base(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _referred(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _referred(child)
