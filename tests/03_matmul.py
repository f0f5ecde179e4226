"""Hidden suite of 03_matmul."""

import pytest

pytestmark = pytest.mark.exercise(
    minutes=20,
    bans=("@", "tolist", "numpy"),  # "@" stands for all that multiplies and adds up in one go
    allowed="indexing, +, *, sum",
    why="03 is about the loop inside `@`",
    hints=(
        "Which row and which column meet in C[1, 0]?",
        "You have written it already: C[i, j] is the dot product of A[i, :] and B[:, j].",
        "C = A.new_zeros(m, n), two loops over i and j, one dot in the middle.",
    ),
)


@pytest.mark.once
@pytest.mark.visible
def test_example(agree, rng):
    """the examples of the text, and a square one"""
    agree = agree.only("float32")
    A = rng.tensor([[2.0, 0.0], [1.0, 3.0]])
    agree("dot", rng.tensor([1.0, 2.0, 3.0]), rng.tensor([4.0, 5.0, 6.0]))
    agree("matvec", A, rng.tensor([1.0, 2.0]))
    agree("matmul", A, rng.tensor([[1.0, 5.0], [2.0, 4.0]]))
    agree("matmul", A, rng.tensor([[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]))


def test_dot(agree, rng):
    """dot: one number, with no axes"""
    for k in rng.sizes(2, 2, 7):
        agree("dot", rng.normal(k), rng.normal(k))


@pytest.mark.points(2)
def test_matvec(agree, rng):
    """matvec: square, longer than wide, wider than long"""
    few, many = rng.size(2, 3), rng.size(5, 7)
    agree.only("float64")("matvec", rng.normal(4, 4), rng.normal(4))
    for m, k in ((many, few), (few, many)):
        agree("matvec", rng.normal(m, k), rng.normal(k))


def test_square(agree, rng):
    """matmul of square matrices"""
    n = rng.size(3, 4)
    agree("matmul", rng.normal(n, n), rng.normal(n, n))


@pytest.mark.points(3)
@pytest.mark.hint("m, k and n are three different numbers, and C is m by n")
def test_rectangles(agree, rng):
    """matmul: m > n and m < n, all sizes different"""
    a, b, c = sorted(rng.sizes(3, 2, 5))
    for m, k, n in ((a, b, c), (c, a, b), (b, c, a)):
        agree("matmul", rng.normal(m, k), rng.normal(k, n))


@pytest.mark.once
@pytest.mark.hint("the answer's dtype is the inputs': A.new_zeros(m, n) has it")
def test_whole_numbers(agree, rng):
    """whole numbers stay whole, large ones too"""
    agree = agree.only("given")
    m, k, n = rng.sizes(3, 2, 5)
    low, high = 2**55, 2**56
    agree("dot", rng.integers(k, low=-9), rng.integers(k, low=-9))
    agree("matvec", rng.integers(m, k, low=low, high=high), rng.integers(k, low=3))
    agree("matmul", rng.integers(m, k, low=low, high=high), rng.integers(k, n, low=3))


@pytest.mark.once
@pytest.mark.points(3)
@pytest.mark.hint("add up tensors: .item() and float() forget where the numbers came from")
def test_gradient(agree, rng):
    """gradients reach both inputs"""
    m, k, n = rng.sizes(3, 2, 5)
    agree.grad("dot", rng.normal(k), rng.normal(k))
    agree.grad("matvec", rng.normal(m, k), rng.normal(k))
    agree.grad("matmul", rng.normal(m, k), rng.normal(k, n))


@pytest.mark.once
def test_size_one(agree, rng):
    """sizes of 1"""
    agree = agree.only("float64")
    k = rng.size(3, 6)
    agree("dot", rng.normal(1), rng.normal(1))
    agree("matvec", rng.normal(1, k), rng.normal(k))
    agree("matvec", rng.normal(k, 1), rng.normal(1))
    agree("matmul", rng.normal(1, k), rng.normal(k, 1))
    agree("matmul", rng.normal(k, 1), rng.normal(1, k))


@pytest.mark.once
@pytest.mark.hint("m = 0 or n = 0: the answer has no numbers, and still a shape")
def test_no_rows_or_columns(agree, rng):
    """no rows, no columns"""
    agree = agree.only("float64")
    m, k = rng.sizes(2, 2, 5)
    agree("matvec", rng.normal(0, k), rng.normal(k))
    agree("matmul", rng.normal(0, k), rng.normal(k, m))
    agree("matmul", rng.normal(m, k), rng.normal(k, 0))
    agree("matmul", rng.normal(0, 0), rng.normal(0, 0))


@pytest.mark.once
@pytest.mark.points(2)
@pytest.mark.hint("a sum of nothing is 0: start from zeros, not from empty memory")
def test_nothing_to_add(agree, rng):
    """k = 0: every entry is 0"""
    m, n = rng.sizes(2, 2, 5)
    empty = rng.normal(0)
    agree = agree.only("float64")
    for entry, a, b in (
        ("dot", empty, empty),
        ("matvec", rng.normal(m, 0), empty),
        ("matmul", rng.normal(m, 0), rng.normal(0, n)),
        ("matmul", rng.integers(n, 0), rng.integers(0, m)),
    ):
        agree(entry, a, b)


@pytest.mark.once
def test_same_and_expanded(agree, rng):
    """the same tensor twice, and expanded inputs"""
    n, k = rng.sizes(2, 2, 5)
    a, square = rng.normal(k), rng.normal(n, n)
    same, expanded = agree.only("float64"), agree.only("expanded")
    same("dot", a, a)
    same("matmul", square, square)
    expanded("matvec", rng.normal(n, k), rng.normal(k))
    expanded("matmul", rng.normal(n, k), rng.normal(k, 6))


@pytest.mark.once
def test_long_sums(agree, rng):
    """long sums of large numbers stay accurate"""
    k = rng.size(400, 500)
    long = agree.only("float32", "float64").bound(depth=k)
    long("dot", 1000 * rng.normal(k), 1000 * rng.normal(k))
    agree.only("float32").bound(depth=k)("matmul", rng.normal(1, k), rng.normal(k, 2))


@pytest.mark.once
@pytest.mark.points(3)
@pytest.mark.hint(
    'compare the inner sizes first; f"{tuple(A.shape)}" puts the sizes in the message'
)
def test_sizes_that_do_not_fit(submission, rng):
    """inner sizes that differ raise ValueError, naming both shapes"""
    usual = (11,)
    # How many rows A has is a question of its own: asked with sizes that are both ordinary.
    for k, other, rows in (
        (13, 17, (11, 0)), (17, 13, (17,)),
        (1, 13, usual), (13, 1, usual), (0, 13, usual), (13, 0, usual),
    ):  # fmt: skip
        names = (str(k), str(other))
        with submission.raises(ValueError, naming=names):
            submission.dot(rng.normal(k), rng.normal(other))
        for m in rows:
            with submission.raises(ValueError, naming=(str(m), *names)):
                submission.matvec(rng.normal(m, k), rng.normal(other))
            with submission.raises(ValueError, naming=(str(m), *names, "19")):
                submission.matmul(rng.normal(m, k), rng.normal(other, 19))
    with submission.raises(ValueError, naming=("11", "13")):
        submission.matmul(rng.normal(11, 13), rng.normal(11, 13))


@pytest.mark.once
@pytest.mark.timeout(30)
def test_a_larger_one(agree, rng):
    """one of the sizes is 16: loops are welcome"""
    larger = agree.only("float32").bound(depth=16)
    larger("matmul", rng.normal(16, 3), rng.normal(3, 2))
    larger("matmul", rng.normal(2, 16), rng.normal(16, 3))
    larger("matmul", rng.normal(3, 2), rng.normal(2, 16))
