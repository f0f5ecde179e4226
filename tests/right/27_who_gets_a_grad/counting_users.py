"""Users counted first; a value acts when its last user has delivered. A class per operation."""

from collections import deque

import torch


class Value:
    parents = ()

    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        return Add(self, other)

    def __mul__(self, other):
        return Mul(self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, n):
        return Pow(self, n)

    def relu(self):
        return Relu(self)

    def backward(self):
        users = {self: 0}
        queue = deque([self])
        while queue:
            for parent in queue.popleft().parents:
                if parent not in users:
                    users[parent] = 0
                    queue.append(parent)
                users[parent] += 1
        for node in users:
            node.grad = node.grad if type(node) is Value else 0.0
        self.grad += 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            for parent, slope in zip(node.parents, node.slopes() if node.parents else ()):
                parent.grad += slope * node.grad
                users[parent] -= 1
                if not users[parent]:
                    ready.append(parent)


class Add(Value):
    def __init__(self, a, b):
        self.parents = [v if isinstance(v, Value) else Value(v) for v in (a, b)]
        super().__init__(sum(p.data for p in self.parents))

    def slopes(self):
        return 1.0, 1.0


class Mul(Value):
    def __init__(self, a, b):
        self.parents = [v if isinstance(v, Value) else Value(v) for v in (a, b)]
        super().__init__(self.parents[0].data * self.parents[1].data)

    def slopes(self):
        return self.parents[1].data, self.parents[0].data


class Pow(Value):
    def __init__(self, a, n):
        self.parents, self.n = [a], n
        super().__init__(a.data**n)

    def slopes(self):
        return (self.n * self.parents[0].data ** (self.n - 1),)


class Relu(Value):
    def __init__(self, a):
        self.parents = [a]
        super().__init__(a.data if a.data > 0 else 0.0)

    def slopes(self):
        return (float(self.data > 0),)


class who_gets_grad(set):  # noqa: N801
    def __init__(self, program):
        here = {}
        exec(program, here)
        for name, value in here.items():
            match value:
                case torch.Tensor() if value.is_leaf or value.retains_grad:
                    if value.grad is not None:
                        self.add(name)
