"""Who gets a gradient

How does loss.backward() know what to differentiate? Nobody tells it. Every result remembers what
it was made from: in PyTorch that note is its grad_fn, which leads to the grad_fn of its
parents, down to the leaves, the tensors that you made yourself. backward walks this graph from the
loss to the leaves.

Each operation knows its own small slope. For c = a * b, a change of a reaches c multiplied by b.
If the loss changes by g per change of c, it changes by g * b per change of a. And when a is used
in several places, the changes come through all of them and add up. Hence one rule of order: a value
may pass its gradient on only when everything made from it has delivered. Sorting the graph so that
parents come before what was made of them, and walking it backwards, keeps the rule, and
visits each value once. Following every path instead doubles the work at each fork.

Write two things:
- `class Value`: Value(data) for a Python number, with .data and .grad (0 at first). Results of
  + and * (of two Values, or a Value and a number on either side), ** with a number as exponent, and
  .relu() (slope 0 at 0) are Values. v.backward() gives every value that v was made from the slope
  of v for it in .grad; v.grad is 1. Called again, it adds to .grad of the leaves; the
  .grad of a result is that of the latest call that reached it. A chain of 5000 operations
  works, and the time grows with the number of operations, not of paths.
- `who_gets_grad(program)`: program is the source of a few lines of Python with `import torch`
  on top. Return the set of the names of those variables whose .grad is a tensor after it has run.
By hand: no torch inside Value. Running the program, with exec, is a fair way to find out.

    You may read elsewhere that backward computes all gradients: run the first program below, and x
    and y have none. Here is why: on its way backward goes through y and forgets what it had
    there; it keeps gradients, by adding them to .grad, at leaves with requires_grad=True alone,
    and elsewhere only where retain_grad() asked for it. x is plain data and not in the graph.

>>> a, b = Value(2.0), Value(-3.0)
>>> c = a * b + a**2
>>> c.backward()
>>> c.data, a.grad, b.grad
(-2.0, 1.0, 2.0)
>>> who_gets_grad('''
... import torch
... w, x = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0)
... y = w * x
... ((y - 5) ** 2).backward()
... ''')
{'w'}
"""

from __future__ import annotations


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data: float) -> None:
        """A leaf with .data and a .grad of 0."""
        raise NotImplementedError

    def __add__(self, other: Value | float) -> Value:
        """self + other"""
        raise NotImplementedError

    def __radd__(self, other: float) -> Value:
        """other + self, for a number other"""
        raise NotImplementedError

    def __mul__(self, other: Value | float) -> Value:
        """self * other"""
        raise NotImplementedError

    def __rmul__(self, other: float) -> Value:
        """other * self, for a number other"""
        raise NotImplementedError

    def __pow__(self, exponent: float) -> Value:
        """self ** exponent, for a number exponent"""
        raise NotImplementedError

    def relu(self) -> Value:
        """self where it is above 0, else 0"""
        raise NotImplementedError

    def backward(self) -> None:
        """Fill .grad of everything self was made from."""
        raise NotImplementedError


def who_gets_grad(program: str) -> set[str]:
    """The names of the variables whose .grad is a tensor after program has run."""
    raise NotImplementedError
