"""Hidden suite of 15_fit_the_line."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    seeds=1,
    timeout=30,
    preload=("optimizers",),
    bans=("lstsq", "solve", "pinv", "polyfit"),
    allowed="arithmetic, autograd, torch.optim",
    why="15 is about walking there",
    hints=(
        "Print w and b every 100 steps. Are they still moving when you stop?",
        "Which lr is allowed for these x? You wrote that function in 14. Then make the bowl round.",
        "z = (x - mean) / spread; walk on z; w = w_z / spread and b = b_z - w * mean",
    ),
)


@probe
def fitted(submission, torch, x, y):
    """The answer, and what it did to random numbers, recording and the default dtype."""
    torch.manual_seed(918273645)
    line = submission.fit(x, y)
    seeded = torch.initial_seed() != 918273645
    modes = torch.is_grad_enabled() and torch.get_default_dtype() == torch.float32
    return [line, seeded, modes]


@probe
def way(submission, torch, x, y):
    """How often fit repeats itself, and whether it asked for a gradient.

    The most times that an instruction of its file was passed in one run of a function, and that a
    function was called; counted over its first 20,000 instructions.
    """
    import sys
    from collections import Counter

    passes, calls, asked, frames, left = Counter(), Counter(), [], {}, [20_000]
    backward, grad = torch.autograd.backward, torch.autograd.grad

    def noticed(function):
        return lambda *args, **kwargs: (asked.append(1), function(*args, **kwargs))[1]

    def instruction(frame, event, arg):
        if event == "opcode":
            passes[id(frame), frame.f_lasti] += 1
            left[0] -= 1
        if not left[0]:
            sys.settrace(None)
        return instruction

    def call(frame, event, arg):
        if frame.f_code.co_filename != submission.__file__:
            return None
        if id(frame) not in frames:  # a generator comes by again with each of its items
            calls[frame.f_code] += 1
            frames[id(frame)] = frame  # kept, so that no other one gets its number
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return instruction

    torch.autograd.backward, torch.autograd.grad = noticed(backward), noticed(grad)
    sys._getframe().f_trace_opcodes = True  # else Python 3.12 is silent in the first run
    try:
        for _ in range(2):  # Python 3.13 tells a function's instructions from its second run on
            passes.clear(), calls.clear()
            left[0] = 20_000
            sys.settrace(call)
            submission.fit(x, y)
            sys.settrace(None)
    finally:
        sys.settrace(None)
        torch.autograd.backward, torch.autograd.grad = backward, grad
    return max(passes.values(), default=0), max(calls.values(), default=0), bool(asked)


def at_once(submission, rng):
    """Whether fit is a formula: it does everything once, or once a point, and asks no gradient."""
    passes, calls, asked = submission.run(way, rng.normal(2), rng.normal(2))
    if asked or not 1 <= passes <= 3 or calls > 8:
        return False
    n = 100
    many, called, _ = submission.run(way, rng.normal(n), rng.normal(n))
    return (many <= 1 or many >= n) and (called <= 8 or called >= n)


def exact(x, y):
    """The least-squares line in float64."""
    x, y = x.double(), y.double()
    dx = x - x.mean()
    w = (dx * (y - y.mean())).sum() / (dx * dx).sum()
    return w.item(), (y.mean() - w * x.mean()).item()


def off(line, right):
    """How far a line is from another one, in units of what is allowed."""
    apart = [abs(a - b) / (1e-3 * max(1.0, abs(b))) for a, b in zip(line, right, strict=True)]
    return max(float("inf") if v != v else v for v in apart)


def check(submission, x, y):
    """fit(x, y) must be the least-squares line."""
    line = submission.fit(x, y)
    call = f"fit(x[{len(x)}], y[{len(x)}]), x from {x.min():.4g} to {x.max():.4g}"
    if not (isinstance(line, tuple | list) and len(line) == 2):
        raise Failure("the answer is not a pair (w, b)", call=call)
    if not all(type(v) is float for v in line):
        raise Failure("w and b are not both Python floats", "use .item()", call=call)
    right = exact(x, y)
    if off(line, right) > 1:
        raise Failure(
            f"got w = {line[0]:.6g}, b = {line[1]:.6g}\n"
            f"expected w = {right[0]:.6g}, b = {right[1]:.6g}",
            call=call,
        )


def line(rng, x, noise=0.0):
    """y on a random line over x, with noise in proportion."""
    w, b = rng.number(0.5, 2.0) * rng.choice((-1, 1)), rng.number(-3.0, 3.0)
    w = w / max(1.0, float(x.abs().max()) / 50)
    return w * x + b + noise * rng.normal(len(x))


@pytest.mark.visible
def test_lessons_line(submission, rng):
    """the lesson's points: y = 2 * x"""
    x = rng.tensor([1.0, 2.0, 3.0, 4.0])
    check(submission, x, 2 * x)


@pytest.mark.points(2)
def test_scales(submission, rng):
    """x from 0 to 0.1, to 1, to 30 and to 100"""
    for scale in (0.1, 1.0, 30.0, 100.0):
        x = rng.uniform(rng.size(6, 12), high=scale)
        check(submission, x, line(rng, x))


@pytest.mark.points(2)
@pytest.mark.hint("with noise the loss never gets small: look at the gradient")
def test_noise(submission, rng):
    """noise in y"""
    for scale, noise in ((0.2, 0.05), (2.0, 0.5), (100.0, 3.0)):
        x = rng.uniform(rng.size(20, 60), low=-scale, high=scale)
        check(submission, x, line(rng, x, noise))


@pytest.mark.points(2)
@pytest.mark.hint("shift x to mean 0 first, and say at the end what b means for the x that came in")
def test_far_from_zero(submission, rng):
    """x far to the left or to the right of zero"""
    for spread, center in ((0.1, 0.8), (1.0, -8.0), (20.0, 150.0), (100.0, -700.0)):
        x = center + spread * torch.linspace(-1.7, 1.7, rng.size(9, 15))
        check(submission, x, line(rng, x, 0.1))


def test_two_points(submission, rng):
    """two points, and points in pairs"""
    x = rng.tensor([0.5, 3.0])
    check(submission, x, rng.normal(2))
    check(submission, torch.cat([x, x]), rng.normal(4))


@pytest.mark.hint("least squares: every point counts, and none is left out")
def test_many_points(submission, rng):
    """300 points, one of them far off the line"""
    x = rng.uniform(300, low=-2.0, high=2.0)
    y = line(rng, x, 0.1)
    y[rng.size(0, 299)] += 20.0
    check(submission, x, y)
    x = x.sort().values
    check(submission, x, x**2)


def test_flat(submission, rng):
    """a line that is level, and one through zero"""
    x = rng.normal(7)
    check(submission, x, 0 * x + 4)
    check(submission, x, 0 * x)
    check(submission, x, 0.01 * x)


@pytest.mark.hint("make new tensors like x: torch.zeros_like(x[0]), nn.Linear(..., dtype=x.dtype)")
def test_float64(submission, rng):
    """x and y in float64"""
    for scale in (0.1, 50.0):
        x = rng.uniform(rng.size(6, 12), high=scale)
        check(submission, x.double(), line(rng, x, 0.2).double())


def test_leaves_the_rest(submission, rng, note):
    """PyTorch is not seeded, and left as it was"""
    _, seeded, modes = submission.run(fitted, rng.normal(8), rng.normal(8))
    if seeded is not False:
        raise Failure("fit seeds PyTorch", "leave the seed to the caller")
    if modes is not True:
        raise Failure("fit leaves recording off or another default dtype", "put it back")
    if at_once(submission, rng):
        note(
            "Your fit is a formula, which is right too. Keep the walk in mind: there is no formula "
            "once a bend lies between the weights (19)."
        )
