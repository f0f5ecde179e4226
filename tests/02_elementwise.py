"""Hidden suite of 02_elementwise."""

import pytest

from grader.suite import probe

pytestmark = pytest.mark.exercise(
    minutes=10,
    bans=("+", "*", "stack", "tolist", "numpy"),  # + and * on tensors that have an axis
    allowed="indexing, allocation, torch.cat, and + and * between single numbers such as a[i]",
    why="02 is about the loop inside `a + b`",
    hints=(
        "What must the output know about the input besides its length?",
        "torch.empty_like(a) knows the length, the dtype and the device. And before the loop: "
        "what if b is longer than a, or has one number only?",
        "for i in range(a.shape[0]): out[i] = a[i] + b[i], after the check of the two shapes.",
    ),
)

ENTRIES = ("add", "mul")


@probe
def first_answer_after_a_second_call(submission, torch, entry, a, b, c, d):
    """What the first call returned, looked at after another call of the same length."""
    first = getattr(submission, entry)(a, b)
    getattr(submission, entry)(c, d)
    return first


@pytest.mark.visible
def test_example(agree, rng):
    """the examples of the text"""
    agree("add", rng.tensor([1.0, 2.0, 3.0]), rng.tensor([10.0, 20.0, 30.0]))
    agree("mul", rng.tensor([2, 3, 0, 1, 4]), rng.tensor([5, -1, 7, 8, 2]))


@pytest.mark.points(2)
def test_add(agree, rng):
    """add, any length, float32 and float64"""
    for n in (*rng.sizes(2, 5, 9), rng.size(40, 60)):
        agree("add", rng.normal(n), rng.normal(n))


@pytest.mark.points(2)
def test_mul(agree, rng):
    """mul, any length, float32 and float64"""
    for n in (*rng.sizes(2, 5, 9), rng.size(40, 60)):
        agree("mul", rng.normal(n), rng.normal(n))


@pytest.mark.hint("the output's dtype is the input's, whole numbers included")
def test_whole_numbers(agree, rng):
    """whole numbers stay whole, large ones too"""
    n = rng.size(5, 9)
    for entry in ENTRIES:
        agree(entry, rng.integers(n, low=-9), rng.integers(n, low=-9))
        large = rng.integers(n, low=2**58, high=2**59)
        agree(entry, large, rng.integers(n, low=3, high=9))


@pytest.mark.points(2)
@pytest.mark.hint("compute with a[i] itself: .item() and torch.tensor(...) forget its past")
def test_gradient(agree, rng):
    """gradients reach both inputs"""
    n = rng.size(5, 7)
    for entry in ENTRIES:
        agree.grad(entry, rng.normal(n), rng.normal(n))


def test_length_one(agree, rng):
    """length 1"""
    for entry in ENTRIES:
        agree(entry, rng.normal(1), rng.normal(1))


def test_length_zero(agree, rng):
    """length 0"""
    for entry in ENTRIES:
        agree(entry, rng.normal(0), rng.normal(0))
        agree(entry, rng.integers(0), rng.integers(0))


def test_same_tensor_twice(agree, rng):
    """the same tensor twice, and expanded ones"""
    n = rng.size(5, 8)
    for entry in ENTRIES:
        a = rng.normal(n)
        agree(entry, a, a)
        agree.only("expanded")(entry, rng.normal(n), rng.normal(n))


@pytest.mark.hint("allocate the output inside the function, anew in every call")
def test_answers_stand_alone(agree, submission, reference, rng):
    """an answer stays as it was when the function is called again"""
    n = rng.size(5, 8)
    for entry in ENTRIES:
        a, b, c, d = (rng.normal(n) for _ in range(4))
        first = submission.run(first_answer_after_a_second_call, entry, a, b, c, d)
        agree.value(first, getattr(reference, entry)(a, b), what="the first of two answers")


@pytest.mark.points(2)
@pytest.mark.hint("compare the shapes before the loop; a length of 1 is no exception")
def test_lengths_that_differ(submission, rng):
    """lengths that differ raise ValueError"""
    n = rng.size(3, 6)
    for entry in ENTRIES:
        for i, j in ((n, n + 1), (n + 1, n), (1, n), (n, 1), (0, 1), (1, 0), (n, 0), (0, n)):
            with submission.raises(ValueError):
                getattr(submission, entry)(rng.normal(i), rng.normal(j))
