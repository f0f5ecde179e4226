"""Slots, a stack, and a count of the users still to come; a frozenset of names."""


class Value:
    __slots__ = ("data", "grad", "_from")

    def __init__(self, data, _from=()):
        self.data, self.grad, self._from = data, 0.0, _from

    @staticmethod
    def _of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value._of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = Value._of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1) if k else 0.0),))

    def relu(self):
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        users, stack = {id(self): 0}, [self]
        while stack:
            for parent, _ in stack.pop()._from:
                if id(parent) not in users:
                    users[id(parent)] = 0
                    stack.append(parent)
                users[id(parent)] += 1
        arrived, ready = {id(self): 1.0}, [self]
        while ready:
            value = ready.pop()
            total = arrived[id(value)]
            value.grad = total if value._from else value.grad + total
            for parent, slope in value._from:
                arrived[id(parent)] = arrived.get(id(parent), 0.0) + slope * total
                users[id(parent)] -= 1
                if not users[id(parent)]:
                    ready.append(parent)


def who_gets_grad(program):
    import warnings

    import torch

    space = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a result's .grad is asked for as well
        exec(compile(program, "program", "exec"), space)
        tensors = {n: v for n, v in space.items() if isinstance(v, torch.Tensor)}
        return frozenset(n for n, v in tensors.items() if v.grad is not None)


if __name__ == "__main__":
    a = Value(3.0)
    (a * a).backward()
    print(a.grad)
