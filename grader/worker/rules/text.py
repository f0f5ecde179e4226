"""The strings an expression can be, as far as its text tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from itertools import product

MOST = 64  # possible strings of one expression, and values looked at for one name


def possible(
    node: ast.expr, constants: Mapping[str, Sequence[ast.expr]], depth: int = 8
) -> frozenset[str] | None:
    """Every string that the expression can be, or None where the text does not tell."""
    if depth == 0:
        return None
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    parts: list[ast.expr] | None = None
    if isinstance(node, ast.JoinedStr):
        parts = list(node.values)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    if parts is not None:
        return _joined([possible(part, constants, depth - 1) for part in parts])
    if isinstance(node, ast.FormattedValue):
        plain = node.conversion in (-1, 115) and node.format_spec is None
        return possible(node.value, constants, depth - 1) if plain else None
    if isinstance(node, ast.Name):
        values = constants.get(node.id, ())[:MOST]
        # Names cost more depth: each may stand for many expressions.
        return _union([possible(one, constants, max(depth - 3, 0)) for one in values])
    if isinstance(node, ast.IfExp):
        return _union([possible(one, constants, depth - 1) for one in (node.body, node.orelse)])
    if isinstance(node, ast.Subscript):
        return _reversed(node, possible(node.value, constants, depth - 1))
    if isinstance(node, ast.Call):
        return _call(node, constants, depth)
    return None


def _constant(value: object) -> frozenset[str] | None:
    if isinstance(value, bytes):
        return frozenset({value.decode("latin-1")})
    return frozenset({value}) if isinstance(value, str) else None


def _union(found: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [one for one in found if one is not None]
    if not found or len(known) < len(found):
        return None
    return frozenset().union(*known)


def _joined(found: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [sorted(one) for one in found if one is not None]
    ways = 1
    for one in known:
        ways *= len(one)
    if len(known) < len(found) or ways > MOST:
        return None
    return frozenset("".join(one) for one in product(*known))


def _reversed(node: ast.Subscript, found: frozenset[str] | None) -> frozenset[str] | None:
    step = node.slice.step if isinstance(node.slice, ast.Slice) else None
    if found is None or step is None or ast.unparse(node.slice) != "::-1":
        return None
    return frozenset(one[::-1] for one in found)


def _call(
    node: ast.Call, constants: Mapping[str, Sequence[ast.expr]], depth: int
) -> frozenset[str] | None:
    func, args = node.func, node.args
    if isinstance(func, ast.Name) and func.id == "str" and len(args) == 1:
        return possible(args[0], constants, depth - 1)
    if isinstance(func, ast.Attribute) and func.attr in ("decode", "lower", "strip"):
        return possible(func.value, constants, depth - 1)
    if not (isinstance(func, ast.Attribute) and func.attr == "join" and len(args) == 1):
        return None
    between = possible(func.value, constants, depth - 1)
    if between != frozenset({""}) or not isinstance(args[0], (ast.Tuple, ast.List)):
        return None
    return _joined([possible(one, constants, depth - 1) for one in args[0].elts])
