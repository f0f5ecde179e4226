"""Hidden suite of 16_linear."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=10,
    bans=("F.linear", "nn.Linear", "nn.LazyLinear", "F.bilinear", "nn.Bilinear"),
    allowed="@, matmul, addmm, einsum, indexing, +, *, sum",
    why="16 is about what such a layer does inside",
    hints=(
        "Which axis of x has the same length as which axis of weight?",
        "A product needs (... i) @ (i o), and weight is (o, i); the bias comes after it.",
        "x @ weight.T, and one more line that asks `bias is None`.",
    ),
)


@pytest.mark.visible
def test_example(agree, rng):
    """one row, three outputs"""
    x = rng.tensor([1.0, 2.0])
    weight = rng.tensor([[2.0, 0.0], [1.0, 3.0], [0.0, 1.0]])
    agree("linear", x, weight, rng.tensor([0.0, 0.0, 10.0]))


@pytest.mark.points(2)
def test_batches(agree, rng):
    """a batch of rows, more outputs than inputs and fewer"""
    b, i, o = sorted(rng.sizes(3, 2, 8))
    agree("linear", rng.normal(b, i), rng.normal(o, i), rng.normal(o))
    agree("linear", rng.normal(b, o), rng.normal(i, o), rng.normal(i))
    agree.also("expanded")("linear", rng.normal(o, b), rng.normal(i, b), rng.normal(i))


@pytest.mark.points(2)
@pytest.mark.hint("is weight turned over? a square one never raises")
def test_square_weight(agree, rng):
    """as many outputs as inputs"""
    n, b = rng.sizes(2, 2, 6)
    agree("linear", rng.normal(b, n), rng.normal(n, n), rng.normal(n))
    agree("linear", rng.normal(n, n), rng.normal(n, n), rng.normal(n))


@pytest.mark.points(2)
def test_leading_axes(agree, rng):
    """any number of axes in front"""
    i, o, a, b, c = rng.sizes(5, 2, 8)
    for front in ((), (a,), (a, b), (a, b, c)):
        agree("linear", rng.normal(*front, i), rng.normal(o, i), rng.normal(o))
    agree("linear", rng.normal(o, o, o), rng.normal(o, o), rng.normal(o))


def test_no_bias(agree, rng):
    """bias None"""
    i, o, a, b = rng.sizes(4, 2, 7)
    for front in ((), (a,), (a, b)):
        agree("linear", rng.normal(*front, i), rng.normal(o, i), None)


def test_bias_of_any_value(agree, rng):
    """a bias of zeros, of one number, of negative numbers"""
    i, o, b = rng.sizes(3, 2, 6)
    x, weight = rng.normal(b, i), rng.normal(o, i)
    agree("linear", x, weight, 0 * rng.normal(o))
    agree("linear", x, weight, -rng.uniform(o, low=1.0, high=9.0))
    agree("linear", x, rng.normal(1, i), rng.normal(1))
    agree("linear", rng.normal(i), rng.normal(1, i), 0 * rng.normal(1))


@pytest.mark.points(2)
def test_gradients(agree, rng):
    """gradients for x, weight and bias"""
    i, o, a, b = rng.sizes(4, 2, 6)
    for front in ((), (b,), (a, b)):
        agree.grad("linear", rng.normal(*front, i), rng.normal(o, i), rng.normal(o))
    agree.grad("linear", rng.normal(b, i), rng.normal(o, i), None)


def test_empty_batch(agree, rng):
    """no rows at all"""
    i, o, a = rng.sizes(3, 2, 6)
    agree("linear", rng.normal(0, i), rng.normal(o, i), rng.normal(o))
    agree("linear", rng.normal(a, 0, i), rng.normal(o, i), rng.normal(o))
    agree("linear", rng.normal(0, a, i), rng.normal(o, i), None)


def test_single_features(agree, rng):
    """one input, one output, one row"""
    i, o, b = rng.sizes(3, 2, 6)
    agree("linear", rng.normal(b, 1), rng.normal(o, 1), rng.normal(o))
    agree("linear", rng.normal(b, i), rng.normal(1, i), None)
    agree("linear", rng.normal(1, i), rng.normal(o, i), rng.normal(o))
    agree("linear", rng.normal(1, 1), rng.normal(1, 1), rng.normal(1))


def test_wide(agree, rng):
    """many inputs, and large ones"""
    agree("linear", rng.normal(3, 300), rng.normal(40, 300), rng.normal(40))
    agree("linear", 1000 * rng.normal(3, 300), 1000 * rng.normal(5, 300), rng.normal(5))


@pytest.mark.hint("PyTorch's own exception will do, as long as there is one")
def test_sizes_that_do_not_fit(submission, rng):
    """the last axis of x does not fit"""
    i, other, o = rng.sizes(3, 2, 7)
    for front in ((), (5,), (2, 5)):
        for bias in (rng.normal(o), None):
            with submission.raises(Exception):
                submission.linear(rng.normal(*front, other), rng.normal(o, i), bias)
