"""Hidden suite of 18_linear_backward."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    bans=("torch.autograd", "torch.func", "backward"),
    allowed="@, matmul, einsum, sum, indexing, +, *, no_grad, detach",
    why="18 is about what autograd does in such a layer",
    generic={"linear_backward.detaches": "nobody differentiates a backward pass again here"},
    hints=(
        "dw has the shape of weight: which product of dy and x is (o, i)?",
        "Add up over every axis that the input does not have: o for dx, the rows for dw and db.",
        "dx = dy @ ..., dw = dy.T @ ..., db = dy.sum(...)",
    ),
)


@probe
def told(submission, torch, words):
    """Puts words among the learner's prints."""
    print(words)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    x = rng.tensor([[1.0, 2.0], [3.0, 4.0]])
    weight = rng.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]])
    agree("linear_backward", x, weight, rng.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))


@pytest.mark.points(3)
@pytest.mark.hint("b, i and o are three different numbers: let the shapes pick the product")
def test_all_sizes_different(agree, rng):
    """three different sizes, in every order"""
    r, s, t = rng.sizes(3, 2, 7)
    for b, i, o in ((r, s, t), (t, r, s), (s, t, r), (r, t, s)):
        agree("linear_backward", rng.normal(b, i), rng.normal(o, i), rng.normal(b, o))


@pytest.mark.points(2)
@pytest.mark.hint("with equal sizes a wrong transpose raises nothing")
def test_square(agree, rng):
    """sizes that are equal"""
    n, m = rng.sizes(2, 2, 6)
    agree("linear_backward", rng.normal(n, n), rng.normal(n, n), rng.normal(n, n))
    agree("linear_backward", rng.normal(m, n), rng.normal(n, n), rng.normal(m, n))
    agree("linear_backward", rng.normal(n, n), rng.normal(m, n), rng.normal(n, m))
    agree("linear_backward", rng.normal(n, m), rng.normal(n, m), rng.normal(n, n))


def test_repeated_rows(agree, rng):
    """the same dy in every row, as a mean gives it"""
    b, i, o = rng.sizes(3, 2, 7)
    x, weight, dy = rng.normal(b, i), rng.normal(o, i), rng.normal(1, o).expand(b, o)
    agree.also("expanded")("linear_backward", x, weight, dy.clone())


def test_chain(submission, agree, rng):
    """two layers, one after the other"""
    b, i, h, o = rng.sizes(4, 2, 8)
    shapes = ((b, i), (h, i), (h,), (o, h), (o,))
    x, W1, b1, W2, b2 = leaves = [rng.normal(*s, dtype=torch.float64) for s in shapes]
    dy = rng.normal(b, o, dtype=torch.float64)
    hidden = x @ W1.T + b1
    second = submission.linear_backward(hidden, W2, dy)
    if not isinstance(second, tuple | list) or len(second) != 3:
        raise Failure("linear_backward does not return (dx, dw, db)", "return dx, dw, db")
    first = submission.linear_backward(x, W1, second[0])
    for leaf in leaves:
        leaf.requires_grad_()
    y = (x @ W1.T + b1) @ W2.T + b2
    right = torch.autograd.grad(y, leaves, dy)
    room = agree.bound(depth=256, scale=16.0)
    room.value([*first, *second[1:]], list(right), "the gradients of two layers")


def test_one_row(agree, rng):
    """a single row, a single input, a single output"""
    i, o, b = rng.sizes(3, 2, 6)
    agree("linear_backward", rng.normal(1, i), rng.normal(o, i), rng.normal(1, o))
    agree("linear_backward", rng.normal(b, 1), rng.normal(o, 1), rng.normal(b, o))
    agree("linear_backward", rng.normal(b, i), rng.normal(1, i), rng.normal(b, 1))
    agree("linear_backward", rng.normal(1, 1), rng.normal(1, 1), rng.normal(1, 1))


def test_no_rows(agree, rng):
    """no rows: nothing flows back to weight and bias"""
    i, o = rng.sizes(2, 2, 6)
    agree("linear_backward", rng.normal(0, i), rng.normal(o, i), rng.normal(0, o))


def test_many_rows(agree, rng):
    """many rows add up, and large numbers stay large"""
    agree("linear_backward", rng.normal(200, 5), rng.normal(7, 5), rng.normal(200, 7))
    agree("linear_backward", *(1000 * rng.normal(*shape) for shape in ((9, 5), (7, 5), (9, 7))))


@pytest.mark.points(0)
@pytest.mark.after("test_example")
def test_leading_axes(submission, agree, rng):
    """more leading axes: tried and told, without points"""
    a, b, i, o = rng.sizes(4, 2, 6)
    try:
        agree("linear_backward", rng.normal(a, b, i), rng.normal(o, i), rng.normal(a, b, o))
    except Exception as shortfall:  # whatever it is, it costs nothing
        words = str(shortfall).splitlines()[0]
        submission.run(told, f"on x of shape {[a, b, i]} (no points): {words}")
