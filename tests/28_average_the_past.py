"""Hidden suite of 28_average_the_past."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    hints=(
        "Which weights does row 2 give to rows 0, 1, 2, 3, ...?",
        "torch.ones(T, T).tril() has a 1 wherever row t may look. What must its rows add up to?",
        "Divide that table by its row sums (keepdim=True), then weights @ x; dtype, device as x.",
    ),
)


@probe
def begin(submission, torch, x, upto):
    """The first rows of the answer."""
    return submission.causal_mean(x)[:, :upto].clone()


@probe
def count_operations(submission, torch, x):
    """How many calls of PyTorch give a tensor while the answer is made."""
    from torch.overrides import TorchFunctionMode

    class Counter(TorchFunctionMode):
        count = 0

        def __torch_function__(self, operation, types, args=(), kwargs=None):
            answer = operation(*args, **(kwargs or {}))
            self.count += isinstance(answer, (torch.Tensor, tuple, list)) and (
                type(answer) is not torch.Size
            )
            return answer

    with Counter() as counter:
        submission.causal_mean(x)
    return counter.count


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text"""
    agree("causal_mean", rng.tensor([[[2.0], [4.0], [9.0]]]))


@pytest.mark.points(3)
@pytest.mark.hint("axis 0 is the batch, axis 1 time, axis 2 the channels")
def test_values(agree, rng):
    """more steps than channels, more channels than steps"""
    a, b, c = sorted(rng.sizes(3, 2, 7))
    for shape in ((b, c, a), (c, a, b), (a, b, c)):
        agree("causal_mean", rng.normal(*shape))
    agree("causal_mean", rng.normal(c, c, c))


@pytest.mark.points(2)
@pytest.mark.hint("row t gives no weight to rows after t: the lower triangle")
def test_no_look_ahead(agree, submission, rng):
    """later rows do not matter"""
    T = rng.size(5, 8)
    x = rng.normal(2, T, 3)
    for t in range(1, T):
        other = torch.cat([x[:, :t], rng.normal(2, T - t, 3) + 5], dim=1)
        got, before = (submission.run(begin, rows.double(), t) for rows in (other, x))
        try:
            agree.value(got, before, what=f"the first {t} rows")
        except Failure:
            raise Failure(
                f"rows 0 to {t - 1} of the answer change when row {t} and later ones of x do",
                "row t is the mean of rows 0 to t, and of no later one",
            ) from None


def test_long_past(agree, rng):
    """many steps"""
    T = rng.size(40, 70)
    agree.bound(depth=T)("causal_mean", 1000 * rng.normal(2, T, 3))


@pytest.mark.once
def test_longer_past(agree, rng):
    """more steps than GPT-2 can read"""
    agree.only("float64").bound(depth=1100)("causal_mean", rng.normal(1, 1100, 2))


def test_size_one(agree, rng):
    """one step, one channel, one sequence"""
    a, b = rng.sizes(2, 2, 6)
    for shape in ((a, 1, b), (a, b, 1), (1, a, b), (1, 1, 1)):
        agree("causal_mean", rng.normal(*shape))


@pytest.mark.hint("an empty tensor still has a shape: (B, 0, C) or (0, T, C)")
def test_size_zero(agree, rng):
    """no steps, no sequences"""
    a, b = rng.sizes(2, 2, 6)
    for shape in ((a, 0, b), (0, a, b), (0, 0, b)):
        agree("causal_mean", rng.normal(*shape))


@pytest.mark.points(2)
def test_gradient(agree, rng):
    """a gradient reaches x"""
    a, b, c = rng.sizes(3, 2, 6)
    agree.grad("causal_mean", rng.normal(a, b, c))
    agree.grad("causal_mean", rng.normal(a, 1, c))


def test_expanded(agree, rng):
    """sequences that share their memory"""
    a, b, c = rng.sizes(3, 2, 6)
    agree.only("expanded")("causal_mean", rng.normal(a, b, c))


@pytest.mark.points(3)
@pytest.mark.after("test_values")
def test_no_loop_over_time(submission, rng):
    """the number of calls does not grow with T"""
    short, long = rng.size(4, 5), rng.size(30, 40)
    counts = []
    for T in (short, long):
        x = rng.normal(2, T, 3)
        submission.run(count_operations, x)  # what is made once and kept does not count
        counts.append(submission.run(count_operations, x))
    few, many = counts
    if type(few) is not int or type(many) is not int:
        raise Failure("the calls could not be counted", "return a tensor, and print nothing")
    if many > few:
        raise Failure(
            f"the number of calls grows with T: {few} for T = {short}, {many} for T = {long}",
            "one product with a T x T table of weights gives all rows at once",
        )
