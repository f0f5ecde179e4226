"""Hidden suite of 04_matmul_no_loops."""

import pytest

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=("@", "tolist", "numpy"),  # "@" stands for all that multiplies and adds up in one go
    allowed="indexing, unsqueeze, +, *, sum",
    why="04 is about broadcasting in place of the loops inside `@`",
    hints=(
        "Where would a new axis of length 1 let A and B multiply pairwise?",
        "The axis k must stand at the same place in both, m in A alone, n in B alone; then sum "
        "over the place of k. Count places from the right, so that batch axes do not matter.",
        "A.unsqueeze(-1) is (..., m, k, 1) and B.unsqueeze(-3) is (..., 1, k, n): multiply, and "
        "sum over one of the places.",
    ),
)


@probe
def count_operations(submission, torch, A, B):
    """How many of torch's functions one call goes through, indexing and operators included."""
    from torch.overrides import TorchFunctionMode

    class Counter(TorchFunctionMode):
        count = 0

        def __torch_function__(self, function, types, args=(), kwargs=None):
            self.count += 1
            return function(*args, **(kwargs or {}))

    with Counter() as counter:
        submission.matmul_fast(A, B)
    return counter.count


@pytest.mark.visible
def test_example(agree, rng):
    """the example of the text, and a square one"""
    A = rng.tensor([[2.0, 0.0], [1.0, 3.0]])
    agree("matmul_fast", A, rng.tensor([[1.0, 5.0], [2.0, 4.0]]))
    agree("matmul_fast", A, rng.tensor([[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]))


@pytest.mark.points(3)
@pytest.mark.hint("the new axis of A stands last, the new axis of B before k")
def test_rectangles(agree, rng):
    """two matrices: square, m > n and m < n"""
    a, b, c = sorted(rng.sizes(3, 2, 7))
    for m, k, n in ((b, b, b), (a, b, c), (c, a, b), (b, c, a)):
        agree("matmul_fast", rng.normal(m, k), rng.normal(k, n))


@pytest.mark.points(2)
@pytest.mark.hint("places counted from the right: -1, -2, -3")
def test_batch(agree, rng):
    """a batch of matrices, one or two axes in front"""
    m, k, n, b, c = rng.sizes(5, 2, 6)
    agree("matmul_fast", rng.normal(b, b, b), rng.normal(b, b, b))
    agree("matmul_fast", rng.normal(b, m, k), rng.normal(b, k, n))
    agree("matmul_fast", rng.normal(b, c, m, k), rng.normal(b, c, k, n))
    agree("matmul_fast", rng.normal(m, m, k), rng.normal(m, k, n))


@pytest.mark.points(2)
@pytest.mark.hint("batch axes broadcast by themselves if you leave them alone")
def test_batches_broadcast(agree, rng):
    """batch axes that broadcast"""
    m, k, n, b, c = rng.sizes(5, 2, 6)
    for left, right in (
        ((), (b,)),
        ((b,), ()),
        ((b, 1), (c,)),
        ((c,), (b, 1)),
        ((1, b), (c, 1)),
        ((b, 1, 2), (c, 1)),
    ):
        agree("matmul_fast", rng.normal(*left, m, k), rng.normal(*right, k, n))


def test_whole_numbers(agree, rng):
    """whole numbers stay whole, large ones too"""
    m, k, n = rng.sizes(3, 2, 5)
    large = rng.integers(m, k, low=2**55, high=2**56)
    agree("matmul_fast", large, rng.integers(k, n, low=3))
    agree("matmul_fast", rng.integers(2, m, k, low=-9), rng.integers(k, n, low=-9))


@pytest.mark.points(3)
def test_gradient(agree, rng):
    """gradients reach both inputs"""
    m, k, n, b = rng.sizes(4, 2, 5)
    agree.grad("matmul_fast", rng.normal(m, k), rng.normal(k, n))
    agree.grad("matmul_fast", rng.normal(b, 1, m, k), rng.normal(3, k, n))


@pytest.mark.hint("an axis of length 1 stays in the answer, in front too")
def test_size_one(agree, rng):
    """sizes of 1"""
    k, n = rng.sizes(2, 3, 6)
    agree("matmul_fast", rng.normal(1, k), rng.normal(k, 1))
    agree("matmul_fast", rng.normal(k, 1), rng.normal(1, n))
    agree("matmul_fast", rng.normal(1, 1, k), rng.normal(1, k, n))
    agree("matmul_fast", rng.normal(1, 1), rng.normal(1, 1))


@pytest.mark.points(2)
@pytest.mark.hint("a sum of nothing is 0")
def test_size_zero(agree, rng):
    """sizes of 0: with k = 0 every entry is 0"""
    m, k, n = rng.sizes(3, 2, 5)
    for left, right in (
        ((m, 0), (0, n)),
        ((2, m, 0), (2, 0, n)),
        ((0, k), (k, n)),
        ((m, k), (k, 0)),
        ((0, m, k), (0, k, n)),
        ((1, m, k), (0, k, n)),
    ):
        agree("matmul_fast", rng.normal(*left), rng.normal(*right))
    agree("matmul_fast", rng.integers(m, 0), rng.integers(0, n))


def test_same_and_expanded(agree, rng):
    """the same tensor twice, and expanded inputs"""
    m, k, n = rng.sizes(3, 2, 5)
    square = rng.normal(n, n)
    agree("matmul_fast", square, square)
    agree.only("expanded")("matmul_fast", rng.normal(m, k), rng.normal(k, n))


def test_long_sums(agree, rng):
    """long sums stay accurate"""
    k = rng.size(500, 700)
    agree.bound(depth=k)("matmul_fast", rng.normal(3, k), rng.normal(k, 2))


@pytest.mark.once
@pytest.mark.points(2)
@pytest.mark.hint("compare A.shape[-1] with B.shape[-2] before you multiply: * stretches a 1")
def test_sizes_that_do_not_fit(submission, rng):
    """inner sizes that differ raise ValueError, naming both shapes"""
    for k, other in ((13, 17), (17, 13), (1, 13), (13, 1), (0, 13), (0, 1), (1, 0)):
        for m in (11, 0):
            with submission.raises(ValueError, naming=(str(m), str(k), str(other), "19")):
                submission.matmul_fast(rng.normal(m, k), rng.normal(other, 19))
        with submission.raises(ValueError, naming=(str(k), str(other))):
            submission.matmul_fast(rng.normal(2, 11, k), rng.normal(2, other, 19))
    with submission.raises(ValueError, naming=("11", "13")):
        submission.matmul_fast(rng.normal(11, 13), rng.normal(11, 13))


@pytest.mark.points(3)
@pytest.mark.hint("one more axis of length 1 lets * do all of it at once")
def test_no_loops(submission, rng):
    """the number of operations does not grow with a size"""
    sizes = {"batch": 2, "m": 3, "k": 4, "n": 5}
    for name in sizes:
        few, many = (_operations(submission, rng, {**sizes, name: size}) for size in (8, 16))
        if many > few:
            raise Failure(
                f"the operations grow with {name}: {few} where it is 8, {many} where it is 16",
                f"a loop over {name} is left; one more axis of length 1 takes its place",
            )


def _operations(submission, rng, sizes):
    batch, m, k, n = sizes.values()
    A, B = rng.normal(batch, m, k), rng.normal(batch, k, n)
    count = submission.run(count_operations, A, B, watch=True)
    if type(count) is not int:
        raise Failure("the operations could not be counted", "is a name of torch replaced?")
    return count
