"""Hidden suite of 26_zero_grad."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=20,
    bans=("torch.optim", "nn.Module.zero_grad"),
    allowed="backward, .grad, no_grad, torch.autograd",
    why="26 is about what an optimizer does with .grad",
    hints=(
        "Call backward twice on the same loss: what does w.grad hold then?",
        "A list of the params outlives a generator; and a part weighs its rows / all rows.",
        "for p in self.params: p.grad = None; (loss_fn(model(x), y) * len(x) / rows).backward()",
    ),
)


@probe
def driven(submission, torch, starts, pulls, frozen, lr, script):
    """All parameters and gradients (none counts as 0) after each word; the last is another's."""
    params = [torch.nn.Parameter(start.clone()) for start in starts]
    for i in frozen:
        params[i].requires_grad_(False)
    used = [i for i, pull in enumerate(pulls) if pull is not None]
    optimizer = submission.MySGD((p for p in params), lr)
    params.append(torch.nn.Parameter(torch.ones_like(starts[1])))
    params[-1].grad = torch.ones_like(starts[1])
    submission.MySGD(params[-1:], 2 * lr)  # an optimizer of its own, which nobody asks to step
    seen = []
    for word in script:
        if word == "backward":
            sum(((params[i] * pulls[i]) ** 2 + params[i]).sum() for i in used).backward()
        elif word == "step":
            optimizer.step()
        else:
            optimizer.zero_grad()
        seen += [p.detach().clone() for p in params]
        seen += [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in params]
    return seen, [p.is_leaf and p.requires_grad for p in params], torch.is_grad_enabled()


@probe
def accumulated(submission, torch, numbers, batches, kind, polluted, frozen):
    """The gradients that accumulated_grad leaves (none counts as 0); and what it was given."""
    W, b, V = (torch.nn.Parameter(t.clone()) for t in numbers)

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.W, self.b, self.V = W, b, V

        def forward(self, x):
            return torch.tanh(x @ self.W + self.b) @ self.V * (1 if self.training else 2)

    losses = {
        "squares": lambda pred, y: ((pred - y) ** 2).mean(),
        "rows": lambda pred, y: (pred - y).abs().sum(1).mean(),
        "classes": torch.nn.functional.cross_entropy,
    }
    model = Model()
    params = list(model.parameters())
    if frozen:
        b.requires_grad_(False)
    for p in params:
        if polluted and p.requires_grad:
            p.grad = torch.full_like(p, 7.0)
    submission.accumulated_grad(model, losses[kind], batches)
    grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in params]
    after = [p.detach() for p in params], [list(batch) for batch in batches]
    return grads, *after, [p.requires_grad for p in params]


def check_predict(submission, agree, reference, program):
    """Fails unless the prediction for this program is right; 6 and 6.0 are the same."""
    got, right = submission.predict(program), reference.predict(program)
    compare_entries(got, right, program)


def compare_entries(got, right, program):
    """Fails unless the entries are the right ones."""
    if not isinstance(got, list | tuple) or len(got) != len(right):
        raise Failure(f"predict gives no list of {len(right)} entries for {program}",
                      "one entry for each word")  # fmt: skip
    for i, (mine, true) in enumerate(zip(got, right, strict=True)):
        if isinstance(mine, torch.Tensor) and mine.numel() == 1:
            mine = mine.item()
        if type(mine) not in (int, float, type(None)):
            raise Failure(f"entry {i} is a {type(mine).__name__}, not a number or None")
        if mine != true:
            text = f"after {program[: i + 1]} you say {mine}, w.grad is {true}"
            raise Failure(text, "run it: what does w.grad hold?")


def check_drive(submission, agree, reference, rng, script, frozen=(), lr=None):
    """Fails unless parameters and gradients go the right way through the script."""
    starts = [rng.normal(*shape, dtype=torch.float64) for shape in ((2, 3), (4,), (), (1, 2, 2))]
    pulls = [rng.normal(*start.shape, dtype=torch.float64) for start in starts]
    for i in frozen:
        pulls[i] = None
    lr = rng.uniform(low=0.01, high=0.3).item() if lr is None else lr
    arguments = starts, pulls, list(frozen)[:1], lr, script
    got = submission.run(driven, *arguments)
    compare_laps(agree, got, driven(reference, torch, *arguments), script)


def compare_laps(agree, got, right, script):
    """Fails unless parameters and gradients are right after each word."""
    (seen, leaves, mode), (right, true, _) = got, right
    if leaves != true or not mode:
        raise Failure("a parameter is no longer a leaf that requires a gradient",
                      "change it in place, under torch.no_grad()")  # fmt: skip
    size = len(leaves)
    for i, (mine, expected) in enumerate(zip(seen, right, strict=True)):
        what = "the gradient" if i % (2 * size) >= size else "the parameter"
        words = ", ".join(script[: i // (2 * size) + 1])
        agree.bound(depth=64, scale=16.0).value(mine, expected, f"{what} after {words}")


def check_factor(mine, right, sizes):
    """Fails if the gradient is the right one times a constant, and says which."""
    factor = float((mine * right).sum() / (right * right).sum())
    if abs(factor - 1) > 1e-6 and torch.allclose(mine, factor * right, rtol=1e-9, atol=1e-12):
        parts = f"with parts of {', '.join(map(str, sizes))} rows"
        raise Failure(f"{parts} your gradient is {factor:.6g} times the right one",
                      "loss_fn is a mean over the rows of one part")  # fmt: skip


def check_accumulated(
    submission, agree, reference, rng, sizes, kind="squares", polluted=True, frozen=False
):
    """Fails unless .grad holds the gradient of the mean over all rows."""
    i, h, o = rng.sizes(3, 2, 6)
    shapes = ((i, h), (h,), (h, o))
    numbers = [rng.normal(*shape, dtype=torch.float64) for shape in shapes]
    batches = []
    for size in sizes:
        y = rng.integers(size, high=o) if kind == "classes" else rng.normal(size, o).double()
        batches.append((rng.normal(size, i, dtype=torch.float64), y))
    arguments = numbers, batches, kind, polluted, frozen
    got = submission.run(accumulated, *arguments)
    right = accumulated(reference, torch, *arguments)
    agree.value(got[1], right[1], "the parameters after the call")
    agree.value(got[2], right[2], "the micro-batches after the call")
    if got[3] != right[3]:
        raise Failure("requires_grad of a parameter has changed")
    check_factor(got[0][2], right[0][2], sizes)
    agree.bound(depth=256, scale=16.0).value(got[0], right[0], "the gradients")


@pytest.mark.once
@pytest.mark.visible
def test_predict_example(submission, agree, reference):
    """predict: backward, backward, zero_grad, backward"""
    check_predict(submission, agree, reference, ["backward", "backward", "zero_grad", "backward"])


@pytest.mark.points(2)
@pytest.mark.hint("backward adds 6 to what is there; zero_grad leaves None there")
def test_predict(submission, agree, reference, rng):
    """predict: any program"""
    for program in ([], ["zero_grad"], ["backward"] * 4, ["zero_grad", "zero_grad", "backward"]):
        check_predict(submission, agree, reference, program)
    for length in (5, 9, 14):
        words = [rng.choice(["backward", "backward", "zero_grad"]) for _ in range(length)]
        check_predict(submission, agree, reference, words)


@pytest.mark.points(2)
def test_step(submission, agree, reference, rng):
    """step: down the slope, by lr times the gradient"""
    check_drive(submission, agree, reference, rng, ["backward", "step"])
    check_drive(submission, agree, reference, rng, ["backward", "step"], lr=0.0)
    check_drive(submission, agree, reference, rng, ["backward", "step"], lr=1.5)


@pytest.mark.points(2)
@pytest.mark.hint("what does zero_grad leave for the next backward to add to?")
def test_laps(submission, agree, reference, rng):
    """several laps, zero_grad in each"""
    lap = ["zero_grad", "backward", "step"]
    check_drive(submission, agree, reference, rng, lap * 3)
    check_drive(submission, agree, reference, rng, ["backward", "step", "zero_grad"] * 3)


@pytest.mark.points(2)
@pytest.mark.hint("step uses .grad as it is and leaves it there")
def test_gradients_stay(submission, agree, reference, rng):
    """step leaves the gradients alone"""
    check_drive(submission, agree, reference, rng, ["backward", "step", "step", "backward", "step"])
    check_drive(submission, agree, reference, rng, ["backward", "backward", "step", "zero_grad"])


def test_nothing_to_do(submission, agree, reference, rng):
    """without gradients nothing moves"""
    script = ["step", "zero_grad", "step", "zero_grad", "backward", "zero_grad", "step"]
    check_drive(submission, agree, reference, rng, script)
    check_drive(submission, agree, reference, rng, ["step", "backward", "step"], frozen=(1, 0))
    script = ["zero_grad", "backward", "step", "zero_grad", "backward", "step"]
    check_drive(submission, agree, reference, rng, script, frozen=(2,))


def test_random_scripts(submission, agree, reference, rng):
    """any order of the three"""
    words = ["backward", "step", "zero_grad"]
    for _ in range(3):
        script = [rng.choice(words) for _ in range(8)]
        check_drive(submission, agree, reference, rng, script, frozen=(rng.size(0, 3),))


def test_equal_parts(submission, agree, reference, rng):
    """accumulated_grad: equal parts, a single part"""
    check_accumulated(submission, agree, reference, rng, [3, 3, 3])
    check_accumulated(submission, agree, reference, rng, [4])
    check_accumulated(submission, agree, reference, rng, [1] * 6, kind="classes", polluted=False)


@pytest.mark.points(2)
@pytest.mark.hint("a part with 5 rows weighs five times as much as a part with 1")
def test_unequal_parts(submission, agree, reference, rng):
    """accumulated_grad: parts of 1, 2 and 5 rows"""
    check_accumulated(submission, agree, reference, rng, [1, 2, 5], polluted=False)
    check_accumulated(submission, agree, reference, rng, [4, 1, 1, 3])
    check_accumulated(submission, agree, reference, rng, rng.sizes(3, 1, 9), kind="classes")
    check_accumulated(submission, agree, reference, rng, rng.sizes(3, 1, 9), kind="rows")


def test_old_gradients(submission, agree, reference, rng):
    """accumulated_grad: whatever was in .grad before"""
    check_accumulated(submission, agree, reference, rng, [2, 3])
    check_accumulated(submission, agree, reference, rng, [3, 1], frozen=True)
