"""Who gets a gradient

A result keeps pairs (parent, slope); the slope is a plain number, known when the result is made.
history() sorts by an explicit stack, as Python's own gives out after a thousand calls: a node goes
back on the stack and is written down when it comes up a second time, after all its parents.
Results start every walk at 0 and leaves do not; that is all of "leaves add up".
"""

from __future__ import annotations

import torch


def made_from(data: float, *parents: tuple[Value, float]) -> Value:
    """The result of an operation: a Value that remembers pairs (parent, slope)."""
    value = Value(data)
    value.parents = parents
    return value


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data: float) -> None:
        """A leaf with .data and a .grad of 0."""
        self.data = data
        self.grad = 0.0
        self.parents: tuple[tuple[Value, float], ...] = ()

    def __add__(self, other: Value | float) -> Value:
        """self + other"""
        other = other if isinstance(other, Value) else Value(other)
        return made_from(self.data + other.data, (self, 1.0), (other, 1.0))

    def __radd__(self, other: float) -> Value:
        """other + self, for a number other"""
        return self + other

    def __mul__(self, other: Value | float) -> Value:
        """self * other"""
        other = other if isinstance(other, Value) else Value(other)
        return made_from(self.data * other.data, (self, other.data), (other, self.data))

    def __rmul__(self, other: float) -> Value:
        """other * self, for a number other"""
        return self * other

    def __pow__(self, exponent: float) -> Value:
        """self ** exponent, for a number exponent"""
        slope = exponent * self.data ** (exponent - 1) if exponent else 0.0
        return made_from(self.data**exponent, (self, slope))

    def relu(self) -> Value:
        """self where it is above 0, else 0"""
        return made_from(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def history(self) -> list[Value]:
        """All values that self was made from and self, each after its parents."""
        order: list[Value] = []
        seen: set[Value] = set()
        stack = [(self, False)]
        while stack:
            node, parents_done = stack.pop()
            if parents_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.parents)
        return order

    def backward(self) -> None:
        """Fill .grad of everything self was made from."""
        order = self.history()
        for node in order:
            if node.parents:  # a result: only the latest walk counts
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


def who_gets_grad(program: str) -> set[str]:
    """The names of the variables whose .grad is a tensor after program has run."""
    names: dict[str, object] = {}
    exec(program, names)
    tensors = {name: v for name, v in names.items() if isinstance(v, torch.Tensor)}
    # asking any other tensor for .grad gives None and a warning
    keepers = {name: t for name, t in tensors.items() if t.is_leaf or t.retains_grad}
    return {name for name, t in keepers.items() if t.grad is not None}
