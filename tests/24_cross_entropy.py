"""Hidden suite of 24_cross_entropy."""

import pytest

INF = float("inf")  # nan is expected nowhere; where it is allowed, it tells which mistake it was

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=("cross_entropy", "nll_loss", "log_softmax", "logsumexp"),
    allowed="exp, log, sum, amax, softmax, gather, indexing, + - * /",
    why="24 is about where such a loss overflows and what it measures",
    hints=(
        "What is the loss of a model that gives all v characters the same score?",
        "log(sum of exp) minus the chosen logit; first take each row's maximum away from both.",
        "rows = torch.arange(b, device=logits.device); shifted[rows, target]; .mean() at the end",
    ),
)


@pytest.mark.visible
def test_example(agree, rng):
    """a clueless model: ln 4"""
    agree("cross_entropy", 0 * rng.normal(2, 4), rng.tensor([0, 3]))


@pytest.mark.points(3)
def test_batches(agree, rng):
    """more rows than characters, and fewer"""
    few, many = rng.size(2, 4), rng.size(6, 9)
    for b, v in ((few, many), (many, few)):
        for size in (1, 4):
            target = rng.integers(b, high=v)
            agree("cross_entropy", size * rng.normal(b, v), target)
    agree.also("expanded")("cross_entropy", rng.normal(many, few), rng.integers(many, high=few))


@pytest.mark.points(2)
@pytest.mark.hint("row r of logits belongs to target[r]")
def test_square(agree, rng):
    """as many rows as characters"""
    n = rng.size(3, 6)
    agree("cross_entropy", 2 * rng.normal(n, n), rng.integers(n, high=n))
    agree("cross_entropy", 2 * rng.normal(n, n), rng.permutation(n))
    agree("cross_entropy", 2 * rng.normal(n, n), 0 * rng.permutation(n))


def test_clueless_and_sure(agree, rng):
    """equal scores give ln v, a sure and right model near 0"""
    b, v = rng.sizes(2, 3, 9)
    target = rng.integers(b, high=v)
    agree("cross_entropy", 0 * rng.normal(b, v), target)
    agree("cross_entropy", 0 * rng.normal(b, v) + 7.5, target)
    sure = rng.normal(b, v)
    for size in (20, 60):
        sure[range(b), target] = float(size)
        agree.bound(scale=1.0)("cross_entropy", sure - size, target)


def test_rows_far_apart(agree, rng):
    """rows far above and below each other"""
    v = rng.size(3, 6)
    logits = rng.normal(3, v) + rng.tensor([[4096.0], [0.0], [-4096.0]])
    agree.bound(scale=4096.0, depth=1, nan=True)("cross_entropy", logits, rng.integers(3, high=v))


@pytest.mark.points(2)
@pytest.mark.hint("a share may be too small for float32; never take the log of one")
def test_big_logits(agree, rng):
    """big scores, sure and wrong"""
    agree.bound(nan=True)("cross_entropy", rng.tensor([[95.0, 90.0, 93.0]]), rng.tensor([1]))
    agree.bound(nan=True)("cross_entropy", rng.tensor([[60.0, -60.0]]), rng.tensor([1]))
    b, v = rng.sizes(2, 3, 8)
    target = rng.integers(b, high=v)
    for size in (200, 1e4):
        agree.bound(nan=True)("cross_entropy", size * rng.normal(b, v), target)
    agree.bound(nan=True)(
        "cross_entropy", rng.tensor([[1000.0, 0.0], [1000.0, 0.0]]), rng.tensor([0, 1])
    )


@pytest.mark.hint("0 * -inf is nan: pick the chosen entry instead of multiplying")
def test_minus_infinity(agree, rng):
    """a score of -inf: not chosen, and chosen"""
    b, v = rng.size(2, 4), rng.size(5, 7)
    logits = rng.normal(b, v)
    target = rng.integers(b, high=v - 1)
    logits[:, v - 1] = -INF
    agree.bound(nan=True)("cross_entropy", logits, target)
    logits[0, target[0] - 1] = -INF
    agree.bound(nan=True)("cross_entropy", logits, target)
    agree.bound(nan=True)("cross_entropy", logits, target * 0 + v - 1)


@pytest.mark.points(2)
def test_gradients(agree, rng):
    """the gradient: what the model said minus what came, over b"""
    few, many = rng.size(2, 3), rng.size(5, 7)
    for b, v in ((few, many), (many, few), (1, few), (many, many)):
        agree.grad("cross_entropy", 2 * rng.normal(b, v), rng.integers(b, high=v))


def test_small(agree, rng):
    """one row, one character"""
    v = rng.size(3, 6)
    agree("cross_entropy", rng.normal(1, v), rng.integers(1, high=v))
    agree("cross_entropy", rng.normal(v, 1), rng.integers(v, high=1))
    agree("cross_entropy", rng.normal(1, 1), rng.integers(1, high=1))


def test_many(agree, rng):
    """many rows, many characters"""
    agree("cross_entropy", 3 * rng.normal(150, 65), rng.integers(150, high=65))
