"""What the names of a file stand for: imports and their aliases, and what is the learner's own."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from grader.worker.rules.text import possible
from grader.worker.rules.visits import parts

MOST = 32  # paths that one name can stand for
Function = (ast.FunctionDef, ast.AsyncFunctionDef)
Paths = frozenset[str]
NONE: Paths = frozenset()


class Bindings:
    """The names of one file, read once.

    `aliases`: name to the dotted paths it can stand for; `bound`: names given a value otherwise;
    `own`: attributes and methods of the file's classes; `stars`: modules imported with `*`;
    `constants`: name to the expressions assigned to it; `loaded`: names that are read somewhere.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.bound: set[str] = set()
        self.own: set[str] = set()
        self.stars: set[str] = set()
        self.loaded: set[str] = set()
        self.constants: dict[str, list[ast.expr]] = defaultdict(list)
        nodes = parts([tree])
        for node in nodes:
            if isinstance(node, ast.Name):  # a third of all nodes, like attributes
                (self.loaded if isinstance(node.ctx, ast.Load) else self.bound).add(node.id)
            elif isinstance(node, ast.Attribute):
                self._attribute(node)
            else:
                self._imports(node)
                self._names(node)
        for target, value in self._follow(nodes):
            if len(self.aliases[target]) < MOST:
                self.aliases[target] |= set(sorted(self.paths(value))[:MOST])

    def _imports(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for name in node.names:
                top = name.name.partition(".")[0]
                self.aliases[name.asname or top].add(name.name if name.asname else top)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for name in node.names:
                if name.name == "*":
                    self.stars.add(node.module or "")
                else:
                    self.aliases[name.asname or name.name].add(f"{node.module}.{name.name}")

    def _names(self, node: ast.AST) -> None:
        if isinstance(node, ast.ClassDef):
            self.bound.add(node.name)
            self._class(node)
        elif isinstance(node, Function):
            self.bound.add(node.name)
        elif isinstance(node, ast.arg):
            self.bound.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self.bound.add(node.name)

    def _class(self, node: ast.ClassDef) -> None:
        for part in node.body:
            if isinstance(part, (*Function, ast.ClassDef)):
                self.own.add(part.name)
            elif isinstance(part, (ast.Assign, ast.AnnAssign)):
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                self.own |= {one.id for one in targets if isinstance(one, ast.Name)}

    def _attribute(self, node: ast.Attribute) -> None:
        owner, stored = node.value, isinstance(node.ctx, ast.Store)
        if stored and isinstance(owner, ast.Name) and owner.id in ("self", "cls"):
            self.own.add(node.attr)

    def _follow(self, nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
        """Pairs of a name and what is assigned to it, often enough to follow chains of aliases."""
        pairs = [pair for node in nodes for pair in _assigned(node)]
        for name, value in pairs:
            self.constants[name].append(value)
        for _ in range(4):
            yield from pairs

    def paths(self, node: ast.AST) -> Paths:
        """The dotted paths an expression can stand for, as far as imports and aliases tell."""
        tail: list[str] = []
        while isinstance(node, ast.Attribute):
            tail.append(node.attr)
            node = node.value
        if isinstance(node, ast.NamedExpr):
            node = node.value
        if isinstance(node, ast.Name):
            roots: Paths = frozenset(self.aliases.get(node.id, ()))
        else:
            roots = self._looked_up(node)
        # An alias of itself, as in `t = t.nn`, must not grow for ever.
        return frozenset(".".join((root, *reversed(tail))) for root in roots if len(root) < 120)

    def _looked_up(self, node: ast.AST) -> Paths:
        if isinstance(node, ast.Subscript) and "sys.modules" in self.paths(node.value):
            return possible(node.slice, self.constants) or NONE
        if not (isinstance(node, ast.Call) and node.args):
            return NONE
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "getattr" and len(node.args) > 1:
            leaves = possible(node.args[1], self.constants) or NONE
            return frozenset(f"{one}.{leaf}" for one in self.paths(node.args[0]) for leaf in leaves)
        if name == "__import__" or "importlib.import_module" in self.paths(node.func):
            return possible(node.args[0], self.constants) or NONE
        return NONE


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Name and value of the assignments in one node; a loop over a display gives each element."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _pairs(target, node.value)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        yield from _pairs(node.target, node.value)
    elif isinstance(node, ast.AugAssign):
        yield from _pairs(node.target, ast.BinOp(node.target, node.op, node.value))
    elif isinstance(node, (ast.For, ast.comprehension)):
        if isinstance(node.iter, (ast.Tuple, ast.List)):
            for element in node.iter.elts:
                yield from _pairs(node.target, element)
        else:
            yield from _pairs(node.target, node.iter)
    elif isinstance(node, ast.arguments):
        named = [*node.posonlyargs, *node.args]
        for arg, default in zip(
            named[len(named) - len(node.defaults) :], node.defaults, strict=True
        ):
            yield arg.arg, default
        for arg, keyword in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if keyword is not None:
                yield arg.arg, keyword


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif (
        isinstance(target, (ast.Tuple, ast.List))
        and isinstance(value, (ast.Tuple, ast.List))
        and len(target.elts) == len(value.elts)
    ):
        for one, part in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, part)
