"""A class as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.class_report import ClassReport, Student, StudentReport
from grader.render.class_csv import number, plain, render
from grader.render.formats import write_class

GOLDEN = Path(__file__).parents[1] / "golden" / "classes"


def test_a_class_is_the_golden_file(class_report: ClassReport, tmp_path: Path) -> None:
    write_class(class_report, "csv", tmp_path / "class.csv")
    assert (tmp_path / "class.csv").read_text() == (GOLDEN / "class.csv").read_text()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_comes_back_whole_and_is_never_a_formula(id: str, name: str) -> None:
    class_ = ClassReport((), ("x",), lambda: iter([StudentReport(Student(id, name), ())]))
    ((_, pieces),) = render(class_)
    text = "".join(pieces)
    header, row = list(csv.reader(io.StringIO(text, newline="")))
    assert header == ["student", "name", "email", "x id", "total", "of", "open"]
    assert row[:2] == [plain(id), plain(name)]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize(
    "name", ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20a", "\ufe661", "\u00a0=1", " =1"]
)
def test_what_a_spreadsheet_may_take_for_a_formula_is_none(name: str) -> None:
    """East Asian versions take the wide signs; some pass over spaces in front."""
    assert plain(name).startswith("'")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0.0, "0"), (2.0, "2"), (2.5, "2.5"), (1 / 3, "0.3333"), (1e9, "1000000000")],
)
def test_numbers_are_short_and_an_unknown_one_is_empty(value: float | None, text: str) -> None:
    assert number(value) == text


def test_students_are_read_only_when_a_line_is_asked_for(class_report: ClassReport) -> None:
    read: list[int] = []

    def lazily():  # type: ignore[no-untyped-def]
        for student in class_report.students:
            read.append(1)
            yield student

    ((_, pieces),) = render(replace(class_report, read=lazily))
    lines = iter(pieces)
    next(lines)
    assert read == []
    next(lines)
    assert read == [1]
