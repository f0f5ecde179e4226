"""Hidden suite of 14_is_this_log_real."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=20,
    bans=("torch.autograd", "torch.optim", "torch.func", "backward"),
    allowed="torch.linalg.eigvalsh, torch.no_grad, @ and arithmetic",
    why="14 is about why a learning rate works, so the steps are yours",
    generic={"replay.detaches": "the losses are a log: w0, b0 and X are not trained through it"},
    hints=(
        "How fast does the error shrink along each axis of the bowl, and what is the log's ratio?",
        "An axis shrinks while |1 - lr * lambda| < 1. Which axis is the first to break that?",
        "Z is X with a column of ones; H = 2 / n * Z.T @ Z; the limit is 2 / its largest lambda",
    ),
)


def limit(agree):
    return agree.bound(rtol=1e-3)


def check_replay(agree, *args):
    """The losses to 9 digits in float64, and to 3 in float32."""
    agree.only("float64", "strided").bound(rtol=1e-9)("replay", *args)
    agree.only("float32").bound(rtol=1e-3)("replay", *args)


def points(rng, n):
    """x and a noisy line, so that the loss never vanishes."""
    x = rng.uniform(n, low=-2.0, high=3.0)
    return x, 1.5 * x - 0.5 + rng.normal(n)


@pytest.mark.visible
def test_lessons_log(agree, rng):
    """a small table, and the lesson's points with lr = 0.01 and the log's own lr"""
    limit(agree)("max_stable_lr", rng.tensor([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0], [2.0, 2.0]]))
    X = rng.tensor([1.0, 2.0, 3.0, 4.0])
    limit(agree)("max_stable_lr", X.unsqueeze(1))
    for lr in (0.01, 0.05):
        check_replay(agree, -0.0075, 0.5364, X, 2 * X, lr, 151)


@pytest.mark.points(2)
def test_limit(agree, rng):
    """the limit for tables of any shape"""
    a, b = sorted(rng.sizes(2, 2, 8))
    for n, d in ((b, a), (a, b), (a, a), (40, 3)):
        limit(agree).also("expanded")("max_stable_lr", rng.normal(n, d))


def test_limit_of_one(agree, rng):
    """the limit for one row, and for one column"""
    n = rng.size(2, 8)
    for shape in ((1, n), (n, 1), (1, 1)):
        limit(agree)("max_stable_lr", rng.normal(*shape))


@pytest.mark.points(2)
@pytest.mark.hint("b is a weight as well: where X is small, it sets the limit")
def test_limit_off_center(agree, rng):
    """the limit for small X, large X, and X far from zero"""
    n, d = rng.sizes(2, 2, 7)
    X = rng.normal(n, d)
    for scale, shift in ((0.01, 0.0), (30.0, 0.0), (1.0, 5.0), (0.5, -2.0), (0.0, 0.0)):
        limit(agree)("max_stable_lr", scale * X + shift)


@pytest.mark.points(2)
def test_replay(agree, rng):
    """a replay from any start"""
    for n in rng.sizes(3, 2, 9):
        start = rng.number(-2.0, 2.0), rng.number(-2.0, 2.0)
        check_replay(agree, *start, *points(rng, n), rng.number(0.02, 0.1), 40)


def test_replay_of_few_steps(agree, rng):
    """a replay of no step, of one, and of two"""
    for steps in (0, 1, 2):
        check_replay(agree, rng.number(), rng.number(), *points(rng, 5), 0.1, steps)


def test_replay_of_one_point(agree, rng):
    """a replay with a single point"""
    check_replay(agree, rng.number(), 2.0, *points(rng, 1), 0.01, 6)


@pytest.mark.hint("the losses are to be shown as they are, growing or not")
def test_replay_that_diverges(agree, rng):
    """a replay with an lr that is too large"""
    x, y = points(rng, 6)
    check_replay(agree, 4.0, -3.0, x + 2, y, 0.4, 8)
    check_replay(agree, 1.0, 1.0, x, y, 0.0, 4)
