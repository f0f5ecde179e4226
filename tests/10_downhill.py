"""Hidden suite of 10_downhill."""

import pytest
import torch

from grader.suite import Failure, function, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=("torch.optim",),
    allowed="torch.no_grad, backward, .grad and arithmetic",
    why="10 is the one line inside every optimizer",
    hints=(
        "Which way is down? And what may the update not leave in the graph?",
        "Update in place with recording off; descend walks on a copy and clears .grad each lap.",
        "with torch.no_grad(): subtract lr * w.grad from w in place",
    ),
)


@function
def bowl(w):
    return ((w - 3) ** 2).sum()


@function
def shallow(w):
    return 1e-9 * ((w - 3) ** 2).sum()


@function
def pit(w):
    return ((w - 3) ** 2).sum() - float("inf")


@function
def uneven(w):
    k = torch.arange(1, w.numel() + 1, dtype=w.dtype, device=w.device).reshape(w.shape)
    return (k * (w - 2) ** 2).sum() + (w.sum() - 1) ** 2


@function
def soft(w):
    return (w - 1).cosh().log().sum() + (w**2).sum() / 4


@probe
def one_step(submission, torch, start, gradient, lr):
    """A Parameter after one step, and what is left of its memory, its flags and its .grad."""
    w = torch.nn.Parameter(start.clone())
    memory = w.detach()
    w.grad = kept = None if gradient is None else gradient.clone()
    submission.step(w, lr)
    grad = w.grad is kept and (kept is None or torch.equal(kept, gradient))
    state = [w.is_leaf, w.requires_grad, torch.is_grad_enabled()]
    return [w.detach().clone(), torch.equal(memory, w.detach()), grad, state]


@probe
def start_of(submission, torch, start, steps):
    """The answer from a w0 that requires grad and has something in .grad, and w0 afterwards."""
    w0 = start.clone().requires_grad_()
    w0.grad = kept = torch.full_like(start, 7.0)
    answer = submission.descend(lambda w: ((w - 3) ** 2).sum(), w0, 0.25, steps)
    same = torch.equal(w0, start) and w0.grad is kept and bool((kept == 7).all())
    plain = type(answer) is torch.Tensor and not answer.requires_grad
    return [answer.detach(), plain, same and w0.requires_grad]


def check_step(agree, submission, start, gradient, lr):
    """One step from here must arrive at start - lr * gradient and keep everything else."""
    after, shared, grad, state = submission.run(one_step, start, gradient, lr)
    expected = start if gradient is None else start - lr * gradient
    agree.bound(scale=20.0).value(after, expected, what="w after the step")
    if shared is not True:
        raise Failure("w has new memory", "write into the memory it has: an in-place operation")
    if grad is not True:
        raise Failure("w.grad was changed by step", "clearing is not step's work")
    if state != [True, True, True]:
        raise Failure("w is no leaf that requires grad any more, or recording is off for good")


@pytest.mark.visible
def test_example(agree, submission, rng):
    """the lesson's weight: w = 2, gradient 6, lr = 1 / 18"""
    check_step(agree, submission, rng.tensor([2.0]), rng.tensor([6.0]), 1 / 18)
    agree("descend", bowl, rng.tensor(1.0), lr=0.25, steps=2)


@pytest.mark.points(2)
def test_step(agree, submission, rng):
    """one step, in place"""
    a, b = rng.sizes(2, 2, 5)
    for shape, lr in (((), 0.1), ((a,), 0.5), ((b, a), 0.01), ((a, b), 3.0)):
        w, g = rng.normal(*shape), rng.normal(*shape)
        check_step(agree, submission, w, g, lr)
        check_step(agree, submission, w.double(), g.double(), lr)
    check_step(agree, submission, rng.normal(a, b).T, rng.normal(b, a), 0.25)
    check_step(agree, submission, rng.normal(a), rng.normal(a), 0.0)
    check_step(agree, submission, rng.normal(a), 1e6 * rng.normal(a), 0.5)


def test_no_gradient(agree, submission, rng):
    """one step where .grad is None"""
    check_step(agree, submission, rng.normal(3), None, 0.5)


@pytest.mark.points(2)
def test_descend(agree, rng):
    """many steps, in any shape"""
    a, b = rng.sizes(2, 2, 4)
    for shape in ((), (a,), (a, b), (b, 1, a)):
        agree("descend", uneven, rng.normal(*shape), 0.01, 9)
    agree("descend", soft, rng.normal(a, b), 0.3, rng.size(12, 20))
    agree("descend", bowl, rng.normal(b), lr=0.1, steps=40)


@pytest.mark.hint("exactly that many updates, and the one at the end counts as well")
def test_few_steps(agree, rng):
    """one, two and three steps"""
    for steps in (1, 2, 3):
        agree("descend", soft, rng.normal(3), 0.3, steps)


@pytest.mark.hint("no early stop, no clipping: with lr too large the loss grows, and that is right")
def test_too_large(agree, rng):
    """lr so large that the loss grows"""
    agree("descend", bowl, rng.normal(4), 1.25, 8)
    agree("descend", bowl, rng.normal(), 2.0, 5)


def test_no_bottom(agree, rng):
    """a loss of minus infinity, whose gradient is an ordinary one"""
    agree("descend", pit, rng.normal(3), 0.1, 5)


def test_nearly_flat(agree, rng):
    """gradients of some billionths, and an lr to match"""
    agree("descend", shallow, rng.normal(4), 2e8, 4)


def test_no_steps(agree, rng):
    """0 steps: a copy of w0"""
    agree("descend", bowl, rng.normal(2, 3), 0.1, 0)
    agree("descend", bowl, rng.normal(), 0.1, 0)


@pytest.mark.points(2)
def test_start_stays(agree, submission, rng):
    """w0 stays as it was, and the answer is plain"""
    w0 = rng.normal(2, 3)
    for steps, rest in ((0, 1.0), (2, 0.25)):
        answer, plain, same = submission.run(start_of, w0, steps)
        agree.bound(scale=20.0).value(answer, 3 + rest * (w0 - 3), what="the answer")
        if plain is not True:
            raise Failure("the answer requires grad, or is a Parameter", "detach it at the end")
        if same is not True:
            raise Failure("w0 was changed: its values, its .grad or its requires_grad")
