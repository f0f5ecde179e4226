"""Hidden suite of 29_attention."""

import math

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=25,
    bans=("scaled_dot_product_attention", "MultiheadAttention"),
    allowed="@, softmax, masked_fill, where",
    why="29 is about what is inside the ready-made attention",
    hints=(
        "What is row 0 allowed to see, and what then is its weight?",
        "Five steps in this order: scores, scale, mask, softmax along the last axis, mix.",
        "scores.masked_fill(ahead, -math.inf), where ahead is True above the diagonal: "
        "torch.ones(t, t, dtype=torch.bool, device=q.device).triu(1).",
    ),
)


@probe
def begin(submission, torch, q, k, v, upto):
    """The first rows of the answer."""
    return submission.attention(q, k, v)[..., :upto, :].clone()


def inputs(rng, *lead, t, d, e):
    return rng.normal(*lead, t, d), rng.normal(*lead, t, d), rng.normal(*lead, t, e)


@pytest.mark.visible
def test_example(agree, rng):
    """the examples of the text"""
    q, v = rng.tensor([[0.0, 0.0]] * 3), rng.tensor([[2.0], [4.0], [9.0]])
    agree("attention", q, q, v)
    agree("attention", q, q, v, causal=False)


@pytest.mark.points(3)
@pytest.mark.hint("the scores are q times the transposed k, over the square root of q's last size")
def test_all_see_all(agree, rng):
    """causal=False: t, d, e all different"""
    a, b, c = sorted(rng.sizes(3, 2, 7))
    for t, d, e in ((a, b, c), (b, c, a), (c, a, b), (c, b, a)):
        agree("attention", *inputs(rng, t=t, d=d, e=e), causal=False)
    agree("attention", *inputs(rng, 2, t=b, d=b, e=b), False)


@pytest.mark.points(3)
@pytest.mark.hint("minus infinity above the diagonal, before softmax")
def test_causal(agree, rng):
    """causal: t, d, e all different"""
    a, b, c = sorted(rng.sizes(3, 2, 7))
    for t, d, e in ((a, b, c), (b, c, a), (c, a, b), (c, b, a)):
        agree("attention", *inputs(rng, t=t, d=d, e=e))
    agree("attention", *inputs(rng, 2, t=b, d=b, e=b), True)
    agree("attention", *inputs(rng, 2, t=c, d=a, e=b), causal=True)


@pytest.mark.points(2)
def test_leading_axes(agree, rng):
    """leading axes: one, two, of size 1 and 0"""
    t, d, e, b, h = rng.sizes(5, 2, 6)
    for lead in ((b,), (b, h), (1, b), (t, t), (0,), (b, 0)):
        agree("attention", *inputs(rng, *lead, t=t, d=d, e=e))
        agree("attention", *inputs(rng, *lead, t=t, d=d, e=e), causal=False)


@pytest.mark.points(2)
@pytest.mark.hint("what a row sees gets weights that add up to 1, the rest exactly none")
def test_weights(agree, rng):
    """the weights themselves: v is the identity"""
    t, d = rng.sizes(2, 4, 7)
    eye = torch.eye(t)
    agree("attention", rng.normal(t, d), rng.normal(t, d), eye)
    agree("attention", rng.normal(t, d), rng.normal(t, d), eye, causal=False)
    agree("attention", 0 * rng.normal(t, d), rng.normal(t, d), rng.normal(t, 3))


@pytest.mark.points(2)
@pytest.mark.hint("row i may see columns 0 to i")
def test_no_look_ahead(agree, submission, rng):
    """later rows do not matter"""
    t, d, e = rng.sizes(3, 4, 7)
    one = [x.double() for x in inputs(rng, 2, t=t, d=d, e=e)]
    for upto in (1, t - 1):
        other = [x.clone() for x in one]
        for x in other:
            x[:, upto:] += 3
        got, before = (submission.run(begin, *three, upto) for three in (other, one))
        try:
            agree.bound(depth=1e4).value(got, before, what=f"the first {upto} rows")
        except Failure:
            raise Failure(
                f"rows 0 to {upto - 1} of the answer change when row {upto} of q, k and v does",
                "with causal=True row i has no weight for the columns after i",
            ) from None


@pytest.mark.points(2)
@pytest.mark.hint("subtract each row's largest score before exp, as in exercise 23")
def test_large_scores(agree, rng):
    """scores around a million, above and below 0, stay finite"""
    t, d, e = rng.sizes(3, 3, 6)
    q, k, v = (x.double() for x in inputs(rng, t=t, d=d, e=e))
    k[:, 0] = 1.0
    q[:, 0] = 1e6 * math.sqrt(d)
    q[::2, 0] *= -1
    for causal in (True, False):
        agree.only("float64").bound(scale=1e6)("attention", q, k, v, causal=causal)
    k[:, 0] = torch.arange(1.0, t + 1)  # each row later, a million higher: the mask outweighs it
    agree.only("float64").bound(scale=1e7)("attention", q, k, v)


@pytest.mark.hint("softmax over the last axis: with one column all weight is on it")
def test_size_one(agree, rng):
    """t, d or e of 1"""
    a, b = rng.sizes(2, 2, 6)
    for t, d, e in ((1, a, b), (a, 1, b), (a, b, 1), (1, 1, 1)):
        for causal in (True, False):
            agree("attention", *inputs(rng, 2, t=t, d=d, e=e), causal=causal)


def test_long_and_wide(agree, rng):
    """many rows, wide heads"""
    t, d = rng.size(40, 60), rng.size(70, 90)
    agree.bound(depth=t * d)("attention", *inputs(rng, t=t, d=d, e=3))


@pytest.mark.once
def test_longer_than_gpt2(agree, rng):
    """more rows than GPT-2 can read"""
    agree.only("float64")("attention", *inputs(rng, t=1100, d=2, e=2))


def test_same_tensor(agree, rng):
    """one tensor as q, k and v; expanded inputs"""
    x = rng.normal(2, 5, 3)
    agree("attention", x, x, x)
    agree.only("expanded")("attention", *inputs(rng, 3, t=4, d=5, e=2))


@pytest.mark.points(3)
def test_gradient(agree, rng):
    """gradients reach q, k and v"""
    t, d, e = rng.sizes(3, 2, 5)
    agree.grad("attention", *inputs(rng, 2, t=t, d=d, e=e))
    agree.grad("attention", *inputs(rng, t=t, d=d, e=e), causal=False)
