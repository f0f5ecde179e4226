"""Hidden suite of 05_shape_detective."""

import itertools

import pytest

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=15,
    bans=(
        "broadcast_shapes",
        "broadcast_tensors",
        "expand",
        "broadcast_shape:torch",
        "broadcast_shape:numpy",
    ),
    allowed="plain ints and tuples in broadcast_shape; .shape and - in checked_sub",
    why="05 is about the rule that PyTorch follows when it stretches shapes",
    hints=(
        "Write both shapes down, one below the other, aligned at the right. What is in the empty "
        "places?",
        "Only a 1 may stretch, and it stretches to whatever it meets, to 0 too. For checked_sub: "
        "which two tuples have to be equal?",
        "for a, b in itertools.zip_longest(reversed(s), reversed(t), fillvalue=1): decide about a "
        "and b, and turn the answer round at the end.",
    ),
)

SHAPES = [shape for rank in range(4) for shape in itertools.product(range(4), repeat=rank)]
UNEQUAL = {
    (4, 1): [(4,), (1, 1), (1,), (), (1, 4), (5, 1), (4, 2), (2, 2), (4, 1, 1)],
    (2, 3): [(3, 2), (1, 3), (3,), (2, 1), (2, 2, 3), (1, 2, 3), (6,), (2, 4)],
    (4,): [(2,), (1,), (), (0,)],
    (0, 1): [(0,), (1, 1), (0, 0)],
    (1, 1): [(1,), ()],
}


@probe
def shapes_of_all_pairs(submission, torch):
    """Every answer for sizes 0 to 3 and up to three axes: a tuple as it is, else in words."""
    import itertools

    shapes = [shape for rank in range(4) for shape in itertools.product(range(4), repeat=rank)]
    answers = []
    for s in shapes:
        for t in shapes:
            try:
                answer = submission.broadcast_shape(s, t)
                plain = isinstance(answer, tuple) and all(type(n) is int for n in answer)
                words = str(list(answer)) if plain else type(answer).__name__
            except NotImplementedError:
                raise
            except Exception as error:
                words = "ValueError" if isinstance(error, ValueError) else type(error).__name__
            answers.append(words)
    return ";".join(answers)


def _in_words(reference, s, t):
    """The right answer for a pair, in the words of the probe."""
    try:
        return str(list(reference.broadcast_shape(s, t)))
    except ValueError:
        return "ValueError"


@pytest.mark.visible
def test_example(agree, rng):
    """the examples of the text"""
    agree("broadcast_shape", (4, 1), (4,))
    agree("broadcast_shape", (8, 1, 6), (7, 1))
    agree("checked_sub", rng.tensor([[3.0], [5.0]]), rng.tensor([[1.0], [1.5]]))


@pytest.mark.points(2)
@pytest.mark.hint("the last axes meet; what is missing is missing in front")
def test_aligned_at_the_right(agree, rng):
    """shapes of different rank, aligned at the right"""
    a, b, c, d = rng.sizes(4, 2, 90)
    for s, t in (((a, b, c), (c,)), ((c,), (a, b, c)), ((a, 1, c), (b, 1)), ((a, b), (d, 1, b))):
        agree("broadcast_shape", s, t)
    agree("broadcast_shape", (a, b, 1, d, 1, c), (b, 7, 1, 5, 1))
    agree("broadcast_shape", (a, b, c) + 9 * (d,), 10 * (1,))


@pytest.mark.hint("the 1 may stand in either shape, and in both")
def test_ones_stretch(agree, rng):
    """a 1 stretches, in either shape"""
    a, b = rng.sizes(2, 300, 9000)  # Python keeps one object for each int up to 256
    for s, t in (
        ((1, b), (a, b)),
        ((a, b), (a, 1)),
        ((a, 1), (1, b)),
        ((1, 1), (1,)),
        ((a,), (a,)),
    ):
        agree("broadcast_shape", s, t)


def test_no_axes(agree, rng):
    """() is a shape too"""
    a, b = rng.sizes(2, 2, 90)
    for s, t in (((), ()), ((), (a, b)), ((a,), ()), ((), (1,))):
        agree("broadcast_shape", s, t)


@pytest.mark.hint("1 and 0 give 0; 0 and 2 do not fit")
def test_zeros(agree, submission, rng):
    """sizes of 0"""
    a = rng.size(2, 90)
    for s, t in (((0,), (1,)), ((1,), (0,)), ((0, a), (1, 1)), ((0,), ()), ((a, 0), (a, 1))):
        agree("broadcast_shape", s, t)
    for s, t in (((0,), (a,)), ((a,), (0,)), ((a, 0), (a,))):
        with submission.raises(ValueError):
            submission.broadcast_shape(s, t)


@pytest.mark.points(2)
@pytest.mark.hint("two lengths that differ, and none of them is 1")
def test_shapes_that_do_not_fit(submission, rng):
    """shapes that do not fit raise ValueError"""
    a, b, c = rng.sizes(3, 2, 90)
    for s, t in (
        ((a,), (b,)),
        ((a, b), (a, c)),
        ((a, b), (c, b)),
        ((a, b), (a,)),
        ((a, 1), (b, c)),
    ):
        for left, right in ((s, t), (t, s)):
            with submission.raises(ValueError):
                submission.broadcast_shape(left, right)


@pytest.mark.once
@pytest.mark.points(3)
def test_every_pair(submission, reference):
    """all 7225 pairs with sizes 0 to 3 and up to three axes"""
    answers = str(submission.run(shapes_of_all_pairs)).split(";")
    pairs = list(itertools.product(SHAPES, SHAPES))
    if len(answers) != len(pairs):
        raise Failure("broadcast_shape was not asked about every pair", "does it end the program?")
    for (s, t), got in zip(pairs, answers, strict=True):
        expected = _in_words(reference, s, t)
        if got != expected:
            raise Failure(
                f"broadcast_shape({s}, {t}) gives {got[:60]}, expected {expected}",
                "write the two shapes one below the other, aligned at the right",
            )


@pytest.mark.points(2)
def test_checked_sub(agree, rng):
    """checked_sub of predictions and targets, n by 1"""
    for n in (rng.size(3, 7), 1, 0):
        agree("checked_sub", rng.normal(n, 1), rng.normal(n, 1))


@pytest.mark.hint("the rank does not matter, as long as the shapes are equal")
def test_equal_shapes_of_any_rank(agree, rng):
    """checked_sub of equal shapes of any rank"""
    m, n = rng.sizes(2, 2, 6)
    for shape in ((), (n,), (1, n), (m, n), (2, m, n), (0,), (m, 0)):
        agree("checked_sub", rng.normal(*shape), rng.normal(*shape))
    x = rng.normal(m, n)
    agree("checked_sub", x, x)
    agree.only("expanded")("checked_sub", rng.normal(m, n), rng.normal(m, n))


def test_whole_numbers(agree, rng):
    """checked_sub of whole numbers, large ones too"""
    n = rng.size(3, 7)
    agree("checked_sub", rng.integers(n, 1, low=-9), rng.integers(n, 1, low=-9))
    agree("checked_sub", rng.integers(n, 1, low=2**60, high=2**61), rng.integers(n, 1))


@pytest.mark.points(2)
def test_gradient(agree, rng):
    """gradients reach both inputs of checked_sub"""
    n = rng.size(3, 7)
    agree.grad("checked_sub", rng.normal(n, 1), rng.normal(n, 1))
    agree.grad("checked_sub", rng.normal(2, n), rng.normal(2, n))


@pytest.mark.once
@pytest.mark.points(3)
@pytest.mark.hint("equal shapes are equal tuples: pred.shape and y.shape, nothing less")
def test_refuses_to_broadcast(submission, rng):
    """checked_sub raises ValueError unless the shapes are equal"""
    for shape, others in UNEQUAL.items():
        for other in others:
            for left, right in ((shape, other), (other, shape)):
                with submission.raises(ValueError):
                    submission.checked_sub(rng.normal(*left), rng.normal(*right))
