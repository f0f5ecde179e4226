"""Hidden suite of 13_order_matters."""

import itertools

import pytest

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=12,
    hints=(
        "Draw the five lines as a clock: what comes after the last one?",
        "Four of them have a fixed order. Between which two may zero_grad not stand?",
        "forward < loss < backward < step by their places, and zero_grad not between the last two",
    ),
)
LINES = ("forward", "loss", "zero_grad", "backward", "step")
ORDERS = list(itertools.permutations(LINES))


@probe
def answers(submission, torch, orders):
    return [submission.works(tuple(order)) for order in orders]


def flaw(order):
    """Why an order does not work, from a run of three laps; "" if it does."""
    pred = loss = None
    walked, grad = set(), []
    for lap in (1, 2, 3):
        for line in order:
            if line == "forward":
                pred = lap
            elif line == "loss":
                if pred is None:
                    return "lap 1: loss finds no pred"
                loss = (pred, lap)
            elif line == "zero_grad":
                grad = []
            elif line == "backward":
                if loss is None or loss in walked:
                    return f"lap {lap}: backward finds no new loss"
                walked.add(loss)
                grad.append(loss[0])
            elif grad != [lap]:
                held = " and ".join(f"lap {n}" for n in grad)
                return (
                    f"lap {lap}: step finds {'the gradient of ' + held if held else 'no gradient'}"
                )
    return ""


def check(submission, orders):
    """Every answer must be that of a run of three laps."""
    for order, answer in zip(orders, submission.run(answers, list(orders)), strict=True):
        call = f"works({order!r})"
        if type(answer) is not bool:
            raise Failure(f"the answer is {answer!r:.60}, not exactly True or False", call=call)
        story = flaw(order)
        if answer and story:
            raise Failure("your answer is True, and this order does not work", story, call=call)
        if not answer and not story:
            help = "every lap: step finds the gradient of that lap, and nothing else"
            raise Failure("your answer is False, and this order works", help, call=call)


def before(order, *lines):
    """Whether the lines stand in this order."""
    places = [order.index(line) for line in lines]
    return places == sorted(places)


@pytest.mark.once
@pytest.mark.visible
def test_example(submission):
    """the examples of the text"""
    check(submission, [LINES, ("forward", "loss", "backward", "zero_grad", "step")])


@pytest.mark.once
@pytest.mark.points(2)
@pytest.mark.hint("after the last line of a lap comes the first line of the next one")
def test_zero_grad_elsewhere(submission):
    """zero_grad first, second, third, fourth and last, the others in order"""
    check(submission, [o for o in ORDERS if before(o, "forward", "loss", "backward", "step")])


@pytest.mark.once
def test_step_too_early(submission):
    """step before backward"""
    check(submission, [o for o in ORDERS if before(o, "step", "backward")])


@pytest.mark.once
def test_backward_too_early(submission):
    """backward before loss"""
    check(submission, [o for o in ORDERS if before(o, "backward", "loss")])


@pytest.mark.once
def test_loss_too_early(submission):
    """loss before forward"""
    check(submission, [o for o in ORDERS if before(o, "loss", "forward")])


@pytest.mark.points(2)
def test_all_orders(submission, rng):
    """all 120 orders, asked in any sequence"""
    shuffled = [ORDERS[int(i)] for i in rng.permutation(len(ORDERS))]
    check(submission, shuffled)
