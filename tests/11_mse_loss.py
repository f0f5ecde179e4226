"""Hidden suite of 11_mse_loss."""

import pytest
import torch

pytestmark = pytest.mark.exercise(
    minutes=8,
    bans=("mse_loss",),
    allowed="-, **, *, mean, sum",
    why="11 is the one line inside that function",
    hints=(
        "What is the smallest value that such a loss can have, and when does it have it?",
        "Compare the shapes first. Then the difference, squared, and the average of everything.",
        "((pred - y) ** 2) and its mean, after a check of pred.shape against y.shape",
    ),
)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    agree("mse", rng.tensor([1.0, 2.0, 3.0]), rng.tensor([1.0, 4.0, 2.0]))


@pytest.mark.points(2)
def test_tables(agree, rng):
    """tables, longer than wide and wider than long"""
    a, b = sorted(rng.sizes(2, 2, 9))
    agree("mse", rng.normal(b, a), rng.normal(b, a))
    agree("mse", rng.normal(a, b), rng.normal(a, b))
    agree.also("expanded")("mse", rng.normal(b, 1), rng.normal(b, 1))


def test_other_shapes(agree, rng):
    """any number of axes, a single number too"""
    a, b, c = rng.sizes(3, 2, 5)
    for shape in ((c,), (a, b, c), (2, 1, a, b), (), (1,), (1, 1)):
        agree("mse", rng.normal(*shape), rng.normal(*shape))


def test_too_high_and_too_low(agree, rng):
    """differences that would cancel, a constant one, none, and large ones"""
    n = rng.size(3, 8)
    y = rng.normal(2, n)
    signs = rng.tensor([[1.0], [-1.0]])
    agree("mse", y + 2 * signs, y)
    agree("mse", 0 * y + 5, 0 * y + 2)
    agree("mse", y, y.clone())
    agree("mse", 3000 * y, -2000 * y)


@pytest.mark.points(2)
@pytest.mark.hint("keep the tensor: item(), float() and detach() cut the graph")
def test_gradients(agree, rng):
    """gradients for pred and for y"""
    a, b = rng.sizes(2, 2, 5)
    for shape in ((a, b), (b, 1), (a,), ()):
        agree.grad("mse", rng.normal(*shape), rng.normal(*shape))


@pytest.mark.points(2)
@pytest.mark.hint("a mean of squares fits where their sum does not: do not divide last")
def test_half_precision(agree, rng):
    """float16 and bfloat16: finite, and in the dtype that came in"""
    for low, high in ((0.5, 3.0), (150.0, 199.0)):
        away = rng.uniform(3, 4, low=low, high=high) * (2.0 * rng.integers(3, 4, high=2) - 1.0)
        for dtype, rtol in ((torch.float16, 0.02), (torch.bfloat16, 0.06)):
            pred, y = away.to(dtype), rng.normal(3, 4).to(dtype)
            agree.only("float32").bound(rtol=rtol)("mse", pred, 0 * y)
            agree.only("float32").bound(rtol=rtol)("mse", 0 * y, pred)


@pytest.mark.points(2)
@pytest.mark.hint("(n, 1) less (n,) is (n, n): compare the shapes before you subtract")
def test_shapes_that_broadcast(submission, rng):
    """different shapes that PyTorch would broadcast: ValueError"""
    n, m = rng.sizes(2, 2, 6)
    for left, right in (((n, 1), (n,)), ((n,), (1,)), ((n, m), (m,)), ((n, m), (1, m)), ((1,), ())):
        with submission.raises(ValueError):
            submission.mse(rng.normal(*left), rng.normal(*right))
        with submission.raises(ValueError):
            submission.mse(rng.normal(*right), rng.normal(*left))


def test_shapes_that_do_not_fit(submission, rng):
    """different shapes that do not fit at all: ValueError"""
    n, m = rng.sizes(2, 2, 6)
    for left, right in (((n, m), (m, n)), ((n,), (m,)), ((n, m), (n * m,))):
        with submission.raises(ValueError):
            submission.mse(rng.normal(*left), rng.normal(*right))
