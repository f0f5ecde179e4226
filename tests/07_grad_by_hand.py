"""Hidden suite of 07_grad_by_hand."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=12,
    bans=("torch.autograd", "torch.func", "backward"),
    allowed="+, -, *, ** on w, x and y",
    why="07 is the chain rule that backward follows",
    generic={"detaches": "the answers are numbers here: nothing is derived a second time"},
    hints=(
        "Name the box in the middle u = w * x - y. How does the loss depend on u alone?",
        "dloss/du = 2 * u. And how fast does u change with w? With x?",
        "dw = 2 * u * x, and one more like it",
    ),
)


def numbers(rng, *shape):
    """w, x and y of any sign, with w * x never close to y."""
    w, x = rng.normal(*shape), rng.normal(*shape)
    sign = 2.0 * rng.integers(*shape, low=0, high=2) - 1.0
    return w, x, w * x + sign * rng.uniform(*shape, low=0.5, high=3.0)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text: w = 2, x = 3, y = 5"""
    agree("loss_and_grads", rng.tensor(2.0), rng.tensor(3.0), rng.tensor(5.0))


@pytest.mark.points(2)
def test_single_numbers(agree, rng):
    """single numbers, too high and too low"""
    for _ in range(4):
        agree("loss_and_grads", *numbers(rng))
    w, x = rng.uniform(low=2.0, high=3.0), rng.uniform(low=0.2, high=0.7)
    agree("loss_and_grads", w, x, rng.tensor(5.0))
    agree("loss_and_grads", w, -x, rng.tensor(-5.0))
    agree("loss_and_grads", 1000 * w, 1000 * x, rng.tensor(5.0))


@pytest.mark.points(2)
@pytest.mark.hint("each example keeps its own loss and its own two gradients: sum nothing")
def test_examples(agree, rng):
    """many examples at once"""
    a, b = rng.sizes(2, 2, 9)
    agree.also("expanded")("loss_and_grads", *numbers(rng, a))
    agree("loss_and_grads", *numbers(rng, b))
    agree("loss_and_grads", *numbers(rng, 40))


def test_perfect_answer(agree, rng):
    """a model that is right: no loss, and nothing to change"""
    w, x = rng.integers(5, low=-4, high=5).float(), rng.integers(5, low=-4, high=5).float()
    agree("loss_and_grads", w, x, w * x)
    agree("loss_and_grads", w[1], x[1], w[1] * x[1])


def test_zeros(agree, rng):
    """one of the three is 0"""
    _, x, y = numbers(rng, 3)
    zero = 0 * x
    agree("loss_and_grads", zero, x, y)
    agree("loss_and_grads", x, zero, y)
    agree("loss_and_grads", x, y, zero)


def test_one_and_none(agree, rng):
    """one example, and no example"""
    agree("loss_and_grads", *numbers(rng, 1))
    agree("loss_and_grads", *numbers(rng, 0))


def test_same_tensor(agree, rng):
    """the same tensor for w and x"""
    w = rng.uniform(4, low=1.0, high=2.0)
    agree("loss_and_grads", w, w, -w)
