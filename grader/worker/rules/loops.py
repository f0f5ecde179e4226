"""Loops over data, where an exercise bans them.

A loop over the few axes of a shape, over a display written out, or over text is no loop over data:
its laps do not grow with the sizes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence

from grader.worker.rules.visits import Visit
from grader.worker.rules.words import listed

WRAPPERS = listed("zip enumerate reversed range list tuple sorted min max zip_longest")
COUNTS = listed("dim ndim ndimension")
MAPPERS = listed("map filter reduce starmap accumulate")
Comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


Constants = Mapping[str, Sequence[ast.expr]]


def loops(visit: Visit, constants: Constants) -> Iterator[tuple[int, str]]:
    """Line and word of each loop over data that this node is; `constants` as in Bindings."""
    node = visit.node
    if not visit.deferred:
        return
    if isinstance(node, (ast.For, ast.AsyncFor)) and not _short(node.iter, constants):
        yield node.lineno, "for"
    elif isinstance(node, ast.While) and not _counts_axes(node.test, constants):
        yield node.lineno, "while"
    elif isinstance(node, Comprehension):
        if not all(_short(part.iter, constants) for part in node.generators):
            yield node.lineno, "for"
    elif isinstance(node, ast.Call) and (name := _called(node.func)) in MAPPERS and node.args[1:]:
        data = node.args[1:2] if name == "reduce" else node.args[1:]
        if not all(_short(arg, constants) for arg in data):
            yield node.lineno, name


def _counts_axes(test: ast.expr, constants: Constants) -> bool:
    return isinstance(test, ast.Compare) and all(
        _short(side, constants) for side in (test.left, *test.comparators)
    )


def _called(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def _short(node: ast.expr, constants: Constants, depth: int = 6) -> bool:
    """Whether the number of elements depends on the number of axes at most."""

    def short(*parts: ast.expr) -> bool:
        return depth > 0 and all(_short(part, constants, depth - 1) for part in parts)

    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return short(*(part.value for part in node.elts if isinstance(part, ast.Starred)))
    if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Dict)):
        return True
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice) and short(node.value)
    if isinstance(node, ast.BinOp):
        return short(node.left, node.right)
    if isinstance(node, ast.UnaryOp):
        return short(node.operand)
    if isinstance(node, ast.Attribute):
        return node.attr in COUNTS or node.attr.endswith("shape")
    if isinstance(node, ast.Name):
        values = constants.get(node.id, ())[:8]
        return node.id.endswith(("shape", "shapes")) or (bool(values) and short(*values))
    return isinstance(node, ast.Call) and _short_call(node, short)


def _short_call(node: ast.Call, short: Callable[..., bool]) -> bool:
    name = _called(node.func)
    if name in COUNTS:
        return True
    if name == "size":
        return not node.args and not node.keywords
    return name in (*WRAPPERS, "len") and bool(node.args) and short(*node.args)
