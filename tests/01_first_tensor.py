"""Hidden suite of 01_first_tensor."""

import pytest
import torch

from grader.suite import Failure, probe

pytestmark = pytest.mark.exercise(
    minutes=8,
    hints=(
        "How many indices do you need to reach one number of t? And how many values does each "
        "index take?",
        "ndim is how many lengths there are in the shape, numel is their product, and a product "
        "of nothing is 1. A place counted from the right, [-1], is the last one for any shape.",
        "torch.tensor(rows, dtype=torch.float32) makes the table; compare the lengths of the rows "
        "before, and think of rows == [] apart.",
    ),
)


@probe
def device_of_table(submission, torch, rows):
    """Where the table was made."""
    return submission.stack_rows(rows).device.type


@pytest.mark.visible
def test_example(agree):
    """the examples of the text"""
    agree("facts", torch.zeros(2, 5))
    agree("facts", torch.tensor(7.0))
    agree("stack_rows", [[1, 2], [3, 4.5]])


def test_list(agree, rng):
    """facts of a list of numbers: one axis"""
    agree("facts", rng.normal(rng.size(2, 9)))


@pytest.mark.points(2)
def test_more_axes(agree, rng):
    """facts of three, four, five and nine axes"""
    a, b, c, d, e = rng.sizes(5, 2, 7)
    agree("facts", rng.normal(a, b, c))
    agree("facts", rng.normal(a, b, c, d))
    agree("facts", rng.normal(e, 2, a, 1, 3))
    agree("facts", rng.normal(1, 1, 2, 1, 1, 1, 1, 2, b))


@pytest.mark.points(2)
@pytest.mark.hint("a single number has no axis: an empty shape, and still one number")
def test_single_number(agree, rng):
    """facts of a single number: no axes"""
    agree("facts", rng.normal())
    agree("facts", torch.tensor(rng.size(2, 9)))


@pytest.mark.hint("0 is a length like any other, and so is 1")
def test_lengths_zero_and_one(agree, rng):
    """facts with axes of length 0 and 1"""
    n = rng.size(2, 7)
    for shape in ((0,), (1,), (n, 0), (0, n), (1, n, 1), (0, 1, 0), (1, 1)):
        agree("facts", rng.normal(*shape))


def test_kinds_of_numbers(agree, rng):
    """facts of whole numbers, truth values and zeros"""
    m, n = rng.sizes(2, 2, 7)
    agree("facts", rng.integers(m, n))
    agree("facts", rng.integers(n, high=2, dtype=torch.bool))
    agree("facts", rng.tensor([[0, 0, 5], [0, 7, 0]], dtype=torch.int16))
    agree("facts", torch.zeros(n, m, dtype=torch.float16))


@pytest.mark.hint("count what the tensor shows, not what lies in memory")
def test_views(agree, rng):
    """facts of views and expanded tensors"""
    m, n = rng.sizes(2, 3, 7)
    agree("facts", rng.normal(m, n).t())
    agree.only("expanded")("facts", rng.normal(m, n))
    agree("facts", rng.normal(2, m, n)[1:, :-1])


@pytest.mark.points(2)
def test_table(agree, rng):
    """a table of floats, more rows than columns and the other way"""
    few, many = rng.size(2, 3), rng.size(4, 7)
    agree("stack_rows", rng.normal(few, many).tolist())
    agree("stack_rows", rng.normal(many, few).tolist())


@pytest.mark.points(2)
@pytest.mark.hint("say dtype= yourself: the guess depends on how the numbers were typed")
def test_whole_numbers(agree, rng):
    """whole numbers become float32 too"""
    m, n = rng.sizes(2, 2, 5)
    agree("stack_rows", rng.integers(m, n, low=-9).tolist())
    agree("stack_rows", rng.integers(m, n, low=2**40, high=2**41).tolist())
    agree("stack_rows", [[1, -2.5, 3], [rng.size(4, 9), 0, 0.25]])


def test_one_row_or_column(agree, rng):
    """one row, one column, one number"""
    n = rng.size(2, 6)
    agree("stack_rows", rng.normal(1, n).tolist())
    agree("stack_rows", rng.normal(n, 1).tolist())
    agree("stack_rows", rng.integers(1, 1, low=2).tolist())


def test_empty_tables(agree, rng):
    """no rows at all, and rows without numbers"""
    agree("stack_rows", [])
    agree("stack_rows", [[]])
    agree("stack_rows", [[] for _ in range(rng.size(2, 4))])


@pytest.mark.once
@pytest.mark.points(2)
@pytest.mark.hint("look at len(row) of every row before you build anything")
def test_rows_of_different_lengths(submission, rng):
    """rows of different lengths raise ValueError"""
    for lengths in ((3, 2), (2, 3), (3, 3, 2, 3), (2, 2, 4), (1, 2), (2, 1)):
        with submission.raises(ValueError):
            submission.stack_rows([rng.normal(n).tolist() for n in lengths])


def test_on_the_cpu(submission, rng):
    """the table is on the CPU"""
    place = submission.run(device_of_table, rng.normal(2, 3).tolist())
    if place != "cpu":
        raise Failure(f"the table is on {place}, expected cpu", "lists of numbers start on the CPU")
