from __future__ import annotations

from grader.proof.doctests import check_examples


def test_good_examples_run(good):
    assert list(check_examples(good)) == []


def test_an_example_that_lies_is_shown(broken):
    finding = next(check_examples(broken("stub", ("tensor([2., 4.])", "tensor([2., 5.])"))))
    assert "1 of 2 examples" in finding.what
    assert "tensor([2., 4.])" in finding.found
    assert "tensor([2., 5.])" in finding.found


def test_an_example_in_an_entry_counts(broken):
    change = (
        '"""x times factor, same shape."""',
        '"""x times factor.\n\n    >>> 1 + 1\n    3\n    """',
    )
    assert "of scale" in next(check_examples(broken("stub", change))).what


def test_no_example_is_a_finding(broken):
    exercise = broken("stub", (">>> ", "... "))
    assert "no example" in next(check_examples(exercise)).what
