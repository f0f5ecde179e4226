"""Every Value has a number of birth; parents are always older, so a heap gives the order."""

import heapq
import itertools
import warnings

import torch

births = itertools.count()


class Value:
    __slots__ = ("born", "data", "grad", "made_by")

    def __init__(self, data):
        self.data, self.grad, self.made_by = data, 0.0, None
        self.born = next(births)

    def __lt__(self, other):
        return self.born > other.born

    @staticmethod
    def of(x):
        return x if isinstance(x, Value) else Value(x)

    @classmethod
    def result(cls, data, *made_by):
        value = cls(data)
        value.made_by = made_by
        return value

    def __add__(self, other):
        other = Value.of(other)
        return Value.result(self.data + other.data, (self, 1), (other, 1))

    def __radd__(self, other):
        return Value.of(other) + self

    def __mul__(self, other):
        other = Value.of(other)
        return Value.result(self.data * other.data, (self, other.data), (other, self.data))

    def __rmul__(self, other):
        return Value.of(other) * self

    def __pow__(self, n):
        return Value.result(self.data**n, (self, n * self.data ** (n - 1)))

    def relu(self):
        return self * 1 if self.data > 0 else Value.result(0.0, (self, 0))

    def backward(self):
        shares = {id(self): 1.0}
        heap = [self]
        while heap:
            node = heapq.heappop(heap)
            share = shares[id(node)]
            if node.made_by is None:
                node.grad += share
                continue
            node.grad = share
            for parent, slope in node.made_by:
                if id(parent) not in shares:
                    shares[id(parent)] = 0.0
                    heapq.heappush(heap, parent)
                shares[id(parent)] += slope * share


def has_grad(value):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return isinstance(value, torch.Tensor) and value.grad is not None


def who_gets_grad(program):
    scope = {}
    exec(compile(program, "program", "exec"), scope)
    return frozenset(filter(lambda name: has_grad(scope[name]), scope))
