"""Plain formulas of a rubric: ``points * max(0, 1 - 0.1 * days_late)``.

Read as a syntax tree and worked out here, node by node: numbers, the names that are given,
arithmetic, comparisons, ``a if b else c``, and a few functions. Nothing else is understood, and the
size of everything is bounded, so a formula ends at once and touches nothing.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from grader.errors import UsageError

LONGEST = 500
MOST_NODES = 200
_MOST_POWER = 64.0

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda value, digits=0: round(value, int(digits)),
    "floor": math.floor,
    "ceil": math.ceil,
}


class Formula:
    """A formula over given names.

    Args:
        text: as it stands in the rubric.
        names: that it may use.
        where: it stands, for messages.

    Raises UsageError when it is no such formula.
    """

    def __init__(self, text: str, names: tuple[str, ...], where: str = "") -> None:
        self.text = text
        self._names = names
        self._where = where or "the formula"
        if len(text) > LONGEST:
            raise self._wrong(f"it has more than {LONGEST} characters")
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
            nodes = sum(1 for _ in ast.walk(self._tree))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise self._wrong("it cannot be read") from None
        if nodes > MOST_NODES:
            raise self._wrong(f"it has more than {MOST_NODES} parts")
        self._check(self._tree)

    def __call__(self, values: Mapping[str, float]) -> float:
        """The value, a finite number.

        Raises UsageError where these values have none.
        """
        try:
            found = float(self._value(self._tree, values))
        except (ArithmeticError, ValueError, TypeError) as error:
            raise self._wrong(f"{error} where {_shown(values)}") from None
        if not math.isfinite(found):
            raise self._wrong(f"it gives {found} where {_shown(values)}")
        return found

    def _wrong(self, why: str) -> UsageError:
        return UsageError(
            f"{self._where} is no formula: {self.text[:80]!r}",
            why,
            f"it may use {', '.join(self._names)}, numbers, + - * / // % **, comparisons, "
            f"'a if b else c', {', '.join(_FUNCTIONS)}",
        )

    def _check(self, node: ast.AST) -> None:
        """Refuses what is not understood, before there is anything to work out."""
        if isinstance(node, ast.Constant):
            value = node.value
            if type(value) not in (int, float) or not abs(float(str(value))) <= 1e15:
                raise self._wrong(f"{str(node.value)[:40]!r} is no number")
        elif isinstance(node, ast.Name):
            if node.id not in self._names:
                raise self._wrong(f"there is no name {node.id[:40]!r}")
        elif isinstance(node, ast.Call):
            named = isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS
            plain = not node.keywords and node.args
            if not named or not plain or any(isinstance(a, ast.Starred) for a in node.args):
                raise self._wrong(f"{ast.unparse(node)[:60]} is no call that is understood")
            for argument in node.args:
                self._check(argument)
        elif isinstance(node, ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self._check(child)
                elif not isinstance(child, _OPERATORS):
                    raise self._wrong(f"{type(child).__name__} is not understood")
        else:
            raise self._wrong(f"{type(node).__name__} is not understood")

    def _value(self, node: ast.expr, values: Mapping[str, float]) -> float:
        if isinstance(node, ast.Constant):
            return float(node.value)  # type: ignore[arg-type] # checked when it was read
        if isinstance(node, ast.Name):
            return float(values[node.id])
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            return _FUNCTIONS[node.func.id](*(self._value(each, values) for each in node.args))
        if isinstance(node, ast.IfExp):
            chosen = node.body if self._value(node.test, values) else node.orelse
            return self._value(chosen, values)
        return self._operation(node, values)

    def _operation(self, node: Any, values: Mapping[str, float]) -> float:
        if isinstance(node, ast.BinOp):
            left, right = self._value(node.left, values), self._value(node.right, values)
            if isinstance(node.op, ast.Pow):
                return _power(left, right)
            return _BINARY[type(node.op)](left, right)
        if isinstance(node, ast.UnaryOp):
            value = self._value(node.operand, values)
            if isinstance(node.op, ast.Not):
                return float(not value)
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.BoolOp):
            truths = (bool(self._value(each, values)) for each in node.values)
            return float(all(truths) if isinstance(node.op, ast.And) else any(truths))
        terms = [self._value(each, values) for each in (node.left, *node.comparators)]
        pairs = zip(terms, node.ops, terms[1:], strict=False)
        return float(all(_COMPARE[type(op)](left, right) for left, op, right in pairs))


_OPERATORS = (*_BINARY, *_COMPARE, ast.Pow, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or)


def _power(left: float, right: float) -> float:
    if abs(right) > _MOST_POWER or (left < 0 and right != int(right)):
        raise ValueError(f"{left:g} to the power of {right:g} is not worked out")
    return float(left**right)


def _shown(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in values.items())
