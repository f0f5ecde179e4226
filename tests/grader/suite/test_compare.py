"""One answer against the expected one, a check at a time."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from grader import wire
from grader.suite.bounds import Bound
from grader.suite.compare import GRID_LIMIT, Context, compare, kind_of, number
from grader.suite.failure import Failure

x = torch.arange(6.0).reshape(2, 3)


def agree(got: Any, expected: Any, **context: Any) -> list[str]:
    checks = compare(got, expected, expected, Context(**context))
    assert all(check.ok for check in checks)
    return [check.name for check in checks]


def refused(got: Any, expected: Any, **context: Any) -> Failure:
    with pytest.raises(Failure) as caught:
        compare(got, expected, expected, Context(**context))
    return caught.value


def test_equal_tensors_pass_every_check_in_order() -> None:
    assert agree(x.clone(), x, device="cpu") == ["shape", "dtype", "values"]


def test_the_first_check_that_fails_ends_it_and_shows_those_before() -> None:
    record = refused((x + 1).double(), x).record
    assert [(check.name, check.ok) for check in record.checks] == [
        ("shape", True),
        ("dtype", False),
    ]


@pytest.mark.parametrize(
    ("got", "says"),
    [
        (None, "the answer is None, not a tensor"),
        (3.0, "the answer is a float, not a tensor"),
        ([1], "the answer is a list, not a tensor"),
        (wire.Handle(1, "numpy.ndarray"), "the answer is a numpy.ndarray, not a tensor"),
        (wire.Oversized((1 << 40,), "float32"), "the answer is too large to look at"),
        (x.T, "the answer has shape [3, 2], expected [2, 3]"),
        (x[0], "the answer has shape [3], expected [2, 3]"),
        (x.long(), "the answer is int64, expected float32"),
        (x > 3, "the answer is bool, expected float32"),
    ],
)
def test_what_is_no_such_tensor_is_named(got: Any, says: str) -> None:
    assert refused(got, x).record.rationale == says


def test_a_claimed_device_is_compared_and_can_be_left_out() -> None:
    elsewhere = x.clone()
    elsewhere._wire_note = wire.Note("cuda:0", False, True, True)
    assert "is on cuda:0" in refused(elsewhere, x, device="cpu").record.rationale
    agree(elsewhere, x)
    agree(elsewhere, x, device="cuda")


def test_a_dtype_that_is_not_looked_at_still_leaves_the_values() -> None:
    agree(x.double(), x, dtype=False)
    agree(x.long(), x, dtype=False)
    refused(x.double() + 1, x, dtype=False)


# --------------------------------------------------------------------------- values


def test_the_number_of_wrong_entries_and_the_first_of_them_are_told() -> None:
    got = x.clone()
    got[1, 2] = 9
    record = refused(got, x).record
    assert record.rationale == "1 of 6 numbers of the answer differs"
    detail = record.checks[-1].detail
    assert detail.startswith("1 of 6 differ; first at [1, 2]: got 9, expected 5\n")
    assert "largest error 4, allowed " in detail


def test_a_small_matrix_is_shown_beside_the_expected_one() -> None:
    grid = refused(x + 1, x).record.grid
    assert grid.got[0] == ("1", "2", "3")
    assert grid.expected[1] == ("3", "4", "5")
    assert all(all(row) for row in grid.differs)
    assert refused(torch.ones(3), torch.zeros(3)).record.grid.got == (("1", "1", "1"),)


@pytest.mark.parametrize("shape", [(), (1,), (2, 2, 2), (GRID_LIMIT + 1, 1)])
def test_other_shapes_are_not_shown_as_a_grid(shape: tuple[int, ...]) -> None:
    assert refused(torch.ones(shape), torch.zeros(shape)).record.grid is None


def test_infinities_must_agree_in_sign() -> None:
    inf = torch.tensor([float("inf"), -float("inf")])
    agree(inf, inf)
    refused(-inf, inf)
    refused(torch.tensor([1e38, -float("inf")]), inf)
    refused(inf, torch.zeros(2), scale=1e300)


def test_nan_equals_nan_only_where_the_suite_says_so() -> None:
    nan = torch.tensor([float("nan"), 1.0])
    assert "1 of 2 are NaN" in refused(nan, nan).record.checks[-1].detail
    agree(nan, nan, bound=Bound(nan=True))
    refused(torch.ones(2), nan, bound=Bound(nan=True))
    refused(nan, torch.ones(2), bound=Bound(nan=True))


def test_whole_numbers_and_truth_values_agree_exactly() -> None:
    large = torch.tensor([2**62, 2**62 + 1])
    agree(large, large)
    refused(large - 1, large, scale=1e30)
    agree(torch.tensor([True, False]), torch.tensor([True, False]))
    record = refused(torch.tensor([True, True]), torch.tensor([True, False])).record
    assert "got True, expected False" in record.checks[-1].detail


def test_complex_numbers_are_compared() -> None:
    z = torch.tensor([1 + 2j, 3j])
    agree(z, z)
    assert "got (1+2j), expected 3j" not in str(refused(z, z + 1))


def test_empty_tensors_agree_by_shape_and_dtype() -> None:
    agree(torch.ones(0, 3), torch.ones(0, 3))
    refused(torch.ones(3, 0), torch.ones(0, 3))
    refused(torch.ones(0, 3).long(), torch.ones(0, 3))


# --------------------------------------------------------------------------- other values


@pytest.mark.parametrize(
    "value",
    [None, True, 3, "text", 2.5, 1j, torch.Size([2]), torch.float32, torch.device("cpu"), {1, 2}],
    ids=str,
)
def test_plain_values_agree_with_themselves_alone(value: Any) -> None:
    agree(value, value)
    assert "not" in refused(object(), value).record.rationale


@pytest.mark.parametrize(
    ("got", "expected", "says"),
    [
        (True, 1, "the answer is a bool, not an int"),
        (1, 1.0, "the answer is an int, not a float"),
        (1, True, "the answer is an int, not a bool"),
        ("a", "b", "the answer is not the expected one"),
        (1.5, 1.6, "the answer has the wrong value"),
        (float("nan"), 1.0, "the answer has the wrong value"),
        (torch.tensor(1.0), 1.0, "the answer is a tensor, not a float"),
        ([1, 2], (1, 2), "the answer is a list, not a tuple"),
        ((1, 2), [1, 2], "the answer is a tuple, not a list"),
        ([1], [1, 2], "the answer has 1 entries, not 2"),
        ([1, "a"], [1, "b"], "the answer[1] is not the expected one"),
        ({"a": 1}, [1], "the answer is a dict, not a list"),
        ([1], {"a": 1}, "the answer is a list, not a dict"),
        ({"a": 1, "c": 2}, {"a": 1, "b": 2}, "a dict without 'b' and with 'c' besides"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "the answer['a']['b'] is not the expected one"),
        (None, [1], "the answer is None, not a list"),
        (10**4000, 1, "the answer is not the expected one"),
    ],
)
def test_other_plain_values_are_refused_in_words(got: Any, expected: Any, says: str) -> None:
    assert says in refused(got, expected).record.rationale


def test_tensors_in_a_list_may_come_as_a_tuple() -> None:
    agree((x, x), [x, x])
    assert "the answer[1]" in refused([x, x + 1], (x, x)).record.rationale


def test_a_missing_return_is_asked_about() -> None:
    assert refused(None, x).record.help == "is the `return` missing?"


def test_kinds_and_numbers_are_put_as_python_would() -> None:
    assert kind_of(wire.Handle(1, "Box", "float32 [3]")) == "a Box (float32 [3])"
    assert kind_of(wire.Handle(1, "int64")) == "an int64"
    assert [number(n) for n in (1.0, 0.1 + 0.2, 1e-9, 3, True)] == [
        "1",
        "0.3",
        "1e-09",
        "3",
        "True",
    ]


def test_of_a_dict_with_thousands_of_keys_a_few_are_told() -> None:
    with pytest.raises(Failure) as caught:
        compare(dict.fromkeys(map(str, range(4000))), {"a": 1}, {"a": 1}, Context())
    assert "and 3994 more" in caught.value.record.rationale
    assert len(str(caught.value)) < 1000
