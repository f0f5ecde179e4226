from __future__ import annotations

from grader.proof.margins import Margin, margins_of, table


def test_a_reference_has_a_margin_for_each_dtype(grader, good):
    found = margins_of(grader, good, "cpu", seeds=1)
    assert {margin.dtype for margin in found} == {"float32", "float64"}
    assert all(0 <= margin.ratio <= 1 for margin in found)


def test_a_device_that_the_suite_does_not_name_has_none(grader, good):
    assert margins_of(grader, good, "cuda") == []
    assert "no reference was run on cuda" in table([], "cuda")


def test_the_table_names_the_largest_and_what_is_narrow():
    rows = [Margin("01_a", "cpu", "float32", 0.1), Margin("02_b", "cpu", "float64", 0.75)]
    lines = table(rows, "cpu").splitlines()
    assert lines[0].split() == ["error/bound", "on", "cpu", "float32", "float64"]
    assert lines[1].split() == ["01_a", "0.100"]
    assert lines[2].split() == ["02_b", "0.750", "narrow"]
    assert lines[3] == "largest: 0.750 (02_b, float64); 1 is the bound"
