"""Hidden suite of 08_first_backward."""

import pytest
import torch

from grader.suite import Failure, function, probe

pytestmark = pytest.mark.exercise(
    minutes=12,
    bans=("torch.autograd.grad", "torch.autograd.functional", "torch.func"),
    allowed="requires_grad_, detach, clone, backward, .grad, torch.enable_grad",
    why="08 is about backward and the leaf that it fills",
    hints=(
        "Who owns w? And whose .grad may backward fill?",
        "Make a leaf of your own from w, cut loose and copied, and mark it.",
        "leaf = w.detach().clone(), then .requires_grad_(True); f(leaf) and backward; leaf.grad",
    ),
)


@function
def squares(w):
    return (w**2).sum()


@function
def uneven(w):
    k = torch.arange(1, w.numel() + 1, dtype=w.dtype, device=w.device).reshape(w.shape)
    return (k * w).sin().sum() + (w * k).sum() ** 2 / 40 + w.exp().sum() / 4


@function
def half_hidden(w):
    return (w * w.detach()).sum()


@function
def first_only(w):
    return w.reshape(-1)[0] ** 3


@function
def itself(w):
    return w


@function
def constant(w):
    return torch.full((), 3.0, dtype=w.dtype, device=w.device)


@function
def constant_with_graph(w):
    other = torch.full((), 3.0, dtype=w.dtype, device=w.device, requires_grad=True)
    return other * 2


@function
def same_shape(w):
    return w * 2


@function
def one_in_a_row(w):
    return (w**2).sum().reshape(1)


@function
def constants(w):
    return torch.full((3,), 3.0, dtype=w.dtype, device=w.device)


@function
def columns(w):
    return (w**2).sum(0)


@probe
def twice(submission, torch, w):
    """Two answers for one tensor, and its flags afterwards."""
    f = lambda v: (v**2).sum()  # noqa: E731
    first = submission.grad_of(f, w).clone()
    second = submission.grad_of(f, w)
    return [first, second, w.requires_grad, w.grad is None, second.requires_grad]


@probe
def marked(submission, torch, w, leaf):
    """The answer where w requires grad: a leaf with something in .grad, or no leaf."""
    w = w.clone().requires_grad_()
    w.grad = kept = torch.full_like(w, 7.0)
    given = w if leaf else w * 1
    answer = submission.grad_of(lambda v: (v**2).sum(), given)
    same = w.grad is kept and bool((kept == 7).all())
    return [answer.detach(), answer.requires_grad, same, given.requires_grad, given.is_leaf == leaf]


@probe
def without_recording(submission, torch, w):
    """The answer under the caller's no_grad, and whether it still holds afterwards."""
    import contextlib

    with torch.no_grad():
        answer = submission.grad_of(lambda v: (v**2).sum(), w)
        with contextlib.suppress(ValueError):
            submission.grad_of(lambda v: v**2, w)
        return [answer, torch.is_grad_enabled()]


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    agree("grad_of", squares, rng.tensor([1.0, -2.0]))


@pytest.mark.points(2)
def test_shapes(agree, rng):
    """any shape"""
    a, b, c = rng.sizes(3, 2, 5)
    for shape in ((a,), (b, c), (c, b), (2, 1, 3), (1,), ()):
        agree.also("expanded").bound(scale=60.0)("grad_of", uneven, rng.normal(*shape))
    agree("grad_of", squares, rng.normal(0, 3))


@pytest.mark.hint("backward follows the graph, and nothing else")
def test_follows_the_graph(agree, rng):
    """only what the graph knows counts"""
    agree("grad_of", half_hidden, rng.normal(3, 2))
    agree("grad_of", first_only, rng.normal(4))
    agree("grad_of", itself, rng.normal())


@pytest.mark.points(2)
@pytest.mark.hint("without a graph backward raises; with one that misses w, .grad stays None")
def test_independent(agree, rng):
    """a loss that does not depend on w: zeros"""
    for f in (constant, constant_with_graph):
        agree("grad_of", f, rng.normal(3, 2))
        agree("grad_of", f, rng.normal())


@pytest.mark.points(2)
def test_twice(agree, submission, rng):
    """called twice, and w stays unmarked"""
    w = rng.normal(2, 3)
    first, second, marked_now, no_grad, required = submission.run(twice, w)
    agree.value(first, 2 * w, what="the gradient")
    agree.value(second, 2 * w, what="the gradient of the second call")
    if marked_now is not False or no_grad is not True:
        raise Failure("the caller's w was marked, or got a .grad", "mark a copy of your own")
    if required is not False:
        raise Failure("the answer requires grad", "return .grad as it is, or detach it")


@pytest.mark.points(2)
@pytest.mark.hint("a clone of a marked tensor is no leaf, and its .grad stays None")
def test_marked(agree, submission, rng):
    """w that requires grad already, a leaf or not"""
    for leaf in (True, False):
        w = rng.normal(3)
        answer, required, same, still, kind = submission.run(marked, w, leaf)
        agree.value(answer, 2 * w, what="the gradient")
        if required is not False:
            raise Failure("the answer requires grad", "return .grad as it is, or detach it")
        if (same, still, kind) != (True, True, True):
            raise Failure("the caller's w was changed: its .grad or its requires_grad")


def test_under_no_grad(agree, submission, rng):
    """called under torch.no_grad(), and a ValueError there"""
    w = rng.normal(4)
    answer, enabled = submission.run(without_recording, w)
    agree.value(answer, 2 * w, what="the gradient")
    if enabled is not False:
        raise Failure("after the call PyTorch records again", "use with torch.enable_grad():")


@pytest.mark.points(2)
def test_many_numbers(submission, rng):
    """a loss that is no single number: ValueError"""
    for f in (same_shape, columns, one_in_a_row, constants):
        with submission.raises(ValueError):
            submission.grad_of(f, rng.normal(3, 2))


def test_integers(submission, rng):
    """integer w raises"""
    with submission.raises(Exception):
        submission.grad_of(squares, rng.integers(3, low=1))
