"""Hidden suite of 23_softmax."""

import pytest

INF = float("inf")
OVERFLOW = {"scale": 1.0, "nan": True}  # nan is expected nowhere, but tells which mistake it was

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=("softmax", "log_softmax", "logsumexp", "torch.special"),
    allowed="exp, log, sum, amax, max, indexing, + - * /",
    why="23 is about computing it without overflow",
    hints=(
        "Add 100 to every score of a row: what happens to the shares?",
        "Take the row's own maximum away before exp; amax(dim, keepdim=True) keeps it in line.",
        "e = (x - x.amax(...)).exp(), and divide by its sum along the same dim, with keepdim.",
    ),
)


@pytest.mark.visible
def test_example(agree, rng):
    """two rows"""
    agree("softmax", rng.tensor([[1.0, 2.0], [3.0, 3.0]]), 1)


@pytest.mark.points(2)
def test_matrices(agree, rng):
    """matrices, along rows and columns"""
    few, many = rng.size(2, 3), rng.size(5, 7)
    for shape in ((few, many), (many, few)):
        for dim in (0, 1, -1, -2):
            agree.bound(scale=1.0)("softmax", rng.normal(*shape), dim)


@pytest.mark.points(2)
@pytest.mark.hint("in a square matrix a lost axis raises nothing: keepdim=True")
def test_square(agree, rng):
    """a square matrix, a cube"""
    n = rng.size(3, 5)
    for dim in (0, 1, -1, -2):
        agree.bound(scale=1.0)("softmax", 2 * rng.normal(n, n), dim)
    for dim in (0, 1, 2, -3):
        agree.bound(scale=1.0)("softmax", 2 * rng.normal(n, n, n), dim)


def test_other_shapes(agree, rng):
    """one axis, three, four; dim as a keyword"""
    agree.bound(scale=1.0)("softmax", 3 * rng.normal(rng.size(4, 9)), dim=0)
    agree.bound(scale=1.0)("softmax", 3 * rng.normal(rng.size(4, 9)), dim=-1)
    shape = rng.sizes(4, 2, 6)
    for dim in (0, 1, -1, -2):
        agree.bound(scale=1.0).also("expanded")("softmax", rng.normal(*shape[1:]), dim=dim)
    for dim in (1, -2):
        agree.bound(scale=1.0)("softmax", rng.normal(*shape), dim=dim)


@pytest.mark.points(2)
@pytest.mark.hint("each row along dim has a maximum of its own")
def test_rows_far_apart(agree, rng):
    """rows far above and below each other"""
    a, b = rng.sizes(2, 2, 5)
    levels = rng.tensor([1e4, 0.0, -1e4])
    x = rng.normal(a, 3, b)
    for dim in (0, 2):
        agree.bound(**OVERFLOW)("softmax", x + levels[:, None], dim)
    far = rng.tensor([[0.0, 1.0, 2.0], [-2048.0, -2047.0, -2049.0], [4096.0, 4099.0, 4097.0]])
    agree.bound(**OVERFLOW)("softmax", far, 1)
    agree.bound(**OVERFLOW)("softmax", far.T, 0)


@pytest.mark.points(2)
@pytest.mark.hint("exp must never see a number above 0")
def test_big_scores(agree, rng):
    """scores that overflow exp"""
    agree.bound(**OVERFLOW)("softmax", rng.tensor([[95.0, 90.0, 93.0]]), 1)
    agree.bound(**OVERFLOW)("softmax", rng.tensor([-50.0, 40.0, 41.0, 39.0]), 0)
    agree.bound(**OVERFLOW)("softmax", rng.tensor([1e4, -1e4, 9999.0, 0.0]), 0)
    agree.bound(**OVERFLOW)("softmax", 300 * rng.normal(4, 6), 1)
    agree.bound(**OVERFLOW)("softmax", rng.tensor([[89.0, 88.0, -89.0], [-1e30, 1e30, 1.0]]), -1)
    agree.bound(**OVERFLOW)("softmax", 1000 + rng.integers(3, 5).float(), 0)


@pytest.mark.points(2)
def test_minus_infinity(agree, rng):
    """-inf gets the share 0, a row of -inf alone is nan"""
    x = rng.normal(3, 5)
    x[0, 0] = x[0, 3] = x[2, 4] = x[1, 1] = -INF
    agree.bound(scale=1.0)("softmax", x, 1)
    agree.bound(scale=1.0)("softmax", rng.tensor([-INF, 0.0, -INF]), 0)
    x[1] = -INF
    agree.bound(scale=1.0, nan=True)("softmax", x, 1)
    agree.bound(scale=1.0, nan=True)("softmax", x.T, 0)


@pytest.mark.points(2)
def test_gradients(agree, rng):
    """gradients"""
    a, b, c = rng.sizes(3, 2, 5)
    for dim in (0, 1, -1):
        agree.grad("softmax", rng.normal(a, b, c), dim)
    agree.grad("softmax", rng.normal(a + b), 0)
    agree.grad("softmax", rng.tensor([[1.0, 1.0, 0.0], [2.0, 2.0, 2.0]]), 1)


def test_half_precision(agree, rng):
    """half precision"""
    x = rng.tensor(
        [[12.0, 3.0, -60.0, 11.5], [0.25, -0.5, 1.0, 0.0], [60000.0, 0.0, 5.0, -60000.0]]
    )
    for dim in (0, 1):
        agree.only("float32").bound(scale=1.0)("softmax", x.half(), dim)
        agree.only("float32").bound(scale=1.0)("softmax", x.bfloat16(), dim)


def test_empty_and_single(agree, rng):
    """another axis empty, one score alone"""
    n = rng.size(2, 5)
    agree("softmax", rng.normal(0, n), 1)
    agree("softmax", rng.normal(n, 0, 3), -1)
    agree("softmax", rng.normal(n, 1), 1)
    agree("softmax", rng.normal(1), 0)


def test_many(agree, rng):
    """a thousand scores"""
    agree.bound(scale=1.0)("softmax", rng.normal(3, 1000), 1)
