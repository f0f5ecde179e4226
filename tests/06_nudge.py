"""Hidden suite of 06_nudge."""

import pytest
import torch

from grader.suite import Failure, function, probe

pytestmark = pytest.mark.exercise(
    minutes=12,
    bans=("torch.autograd", "torch.func", "backward", "vmap"),
    allowed="calls of f, clone, indexing, +, -, /",
    why="06 measures slopes, so that you know what autograd saves you",
    hints=(
        "What does the loss do if one weight moves a little to the right, and what to the left?",
        "Nudge a copy, and one element of it only; all the others stay where they are.",
        "for each element: (f(right) - f(left)) / (2 * h), both of them copies of w",
    ),
)


@function
def squares(w):
    return (w**2).sum()


@function
def cubes(w):
    return (w**3).sum()


@function
def uneven(w):
    k = torch.arange(1, w.numel() + 1, dtype=w.dtype, device=w.device).reshape(w.shape)
    return (k * w).sin().sum() + (w * k).sum() ** 2 / 40 + w.exp().sum() / 4


@function
def valley(w):
    return (w - 9).abs().sum() + (w + 9).clamp(min=0).sum()


@function
def hidden(w):
    return (w.detach() ** 3).sum() + (w * w.detach()).sum()


@probe
def watched(submission, torch, w, h):
    """What f saw of the caller's w, and what it was called with."""
    seen, given = [], []

    def f(v):
        seen.append(torch.equal(w, before) and w._version == version)
        given.append((v.shape == w.shape, v.dtype == w.dtype, v.device == w.device))
        return (v**2).sum()

    before, version = w.clone(), w._version
    submission.slope(f, w, h)
    return [all(seen), len(given), [all(column) for column in zip(*given)]]  # noqa: B905


@probe
def with_grad(submission, torch, w, h):
    """The answer where w, and a tensor that f uses, require grad."""
    w.requires_grad_()
    scale = torch.full_like(w, 3.0, requires_grad=True)
    answer = submission.slope(lambda v: (scale * v).sum(), w, h)
    quiet = submission.slope(lambda v: (v * v).sum(), w, h)
    return [answer, answer.requires_grad or quiet.requires_grad, w.grad is None, w.requires_grad]


def near(agree, h, size=30.0):
    """The bound for a difference of losses of this size, divided by h."""
    return agree.bound(scale=size / h)


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    near(agree, 0.5)("slope", squares, rng.tensor([1.0, -2.0]), 0.5)


@pytest.mark.points(2)
@pytest.mark.hint("reshape of a transposed copy is one more copy: what you write there is lost")
def test_elements(agree, rng):
    """one slope for each element, in any shape"""
    a, b, c = rng.sizes(3, 2, 4)
    for shape in ((a,), (b, c), (c, b), (2, 1, 3)):
        near(agree, 0.25, 90).also("expanded")("slope", uneven, rng.normal(*shape), 0.25)
    near(agree, 0.01)("slope", squares, rng.normal(b, c), h=0.01)


def test_one_number(agree, rng):
    """a single number, 0-D"""
    near(agree, 0.125)("slope", cubes, rng.normal(), 0.125)
    near(agree, 0.125)("slope", squares, rng.normal(1), 0.125)


@pytest.mark.points(2)
@pytest.mark.hint("a large h shows which formula you use: the caller's h, on both sides")
def test_given_h(agree, rng):
    """the h that was given, large or small"""
    w = rng.uniform(rng.size(2, 5), low=0.5, high=1.5)
    for h in (1.0, 0.25, 0.01):
        near(agree, h)("slope", cubes, w, h)
        near(agree, h)("slope", cubes, w, h=h)


@pytest.mark.hint("with float64 the default h = 1e-4 is right to many digits")
def test_default_h(agree, rng):
    """h is 1e-4 where none is given"""
    near(agree, 1e-4)("slope", cubes, rng.uniform(2, 3, low=0.5, high=1.5))
    near(agree, 1e-4)("slope", uneven, rng.normal(3))


def test_kink(agree, rng):
    """a loss with corners far away"""
    near(agree, 0.25, 90)("slope", valley, rng.normal(rng.size(2, 5)), 0.25)


@pytest.mark.hint("no gradient flows through this f, but it can be measured all the same")
def test_hidden_from_autograd(agree, rng):
    """a loss that autograd cannot follow"""
    near(agree, 0.25, 60)("slope", hidden, rng.normal(2, 3), 0.25)


def test_empty(agree, rng):
    """no elements at all"""
    near(agree, 0.25)("slope", squares, rng.normal(0), 0.25)
    near(agree, 0.25)("slope", squares, rng.normal(3, 0), 0.25)


@pytest.mark.points(2)
def test_w_stays(submission, rng):
    """w never moves, and f is called twice for each element"""
    for w in (rng.normal(2, 3), rng.normal(), rng.normal(4, 2).T):
        still, calls, fits = submission.run(watched, w, 0.25)
        if still is not True:
            raise Failure("w itself was changed while f ran", "nudge a copy: w.clone()")
        if calls != 2 * w.numel():
            raise Failure(
                f"f was called {calls} times for {w.numel()} elements",
                "two calls for each element: one to the right, one to the left",
            )
        if fits != [True, True, True]:
            raise Failure("f did not get a tensor with w's shape, dtype and device")


def test_plain_answer(agree, submission, rng):
    """the answer does not require grad"""
    w = rng.normal(2, 3)
    answer, required, untouched, kept = submission.run(with_grad, w, 0.25)
    if required is not False:
        raise Failure("the answer requires grad", "detach what f returns: a slope is a number")
    if (untouched, kept) != (True, True):
        raise Failure("w's .grad or requires_grad was changed", "start from w.detach()")
    near(agree, 0.25).value(answer, 0 * w + 3, what="the slope of 3 * w")
