"""Which column is which exercise, which row is whose."""

from __future__ import annotations

import pytest

from grader.class_report import ClassReport, ExerciseHead, Student
from grader.errors import UsageError
from grader.render.filling import TOTAL, Rows, columns_of, fill, grade

HEADS = (
    ExerciseHead("01_double", "Double a tensor", 3, 5),
    ExerciseHead("02_counter", "Count", 2, 2),
)


@pytest.mark.parametrize(
    "title",
    ["01_double", "01_double (123)", "Double a tensor (9)", "01 double A TENSOR", "Assignment: 01_double (Real)"],
)  # fmt: skip
def test_a_column_is_an_exercise_s_by_its_title(title: str) -> None:
    titles = {7: title, 8: "Something else (4)"}
    assert columns_of(titles, HEADS, "", "x.csv", "") == {7: "01_double"}


def test_the_total_goes_where_the_caller_says() -> None:
    titles = {3: "HW 1 (12)", 4: "02_counter"}
    assert columns_of(titles, HEADS, "hw 1 (12)", "x", "") == {3: TOTAL, 4: "02_counter"}


@pytest.mark.parametrize(
    ("titles", "total", "told"),
    [
        ({3: "HW (1)"}, "", "no column of x.csv is called as an exercise"),
        ({}, "", "no column of x.csv is called as an exercise"),
        ({3: "HW (1)"}, "HW", "x.csv has no column 'HW'"),
        ({3: "HW", 4: "HW"}, "HW", "x.csv has several columns 'HW'"),
        ({3: "01_double (1)", 4: "01_double (2)"}, "", "several columns for 01_double"),
    ],
)
def test_a_column_in_doubt_is_told(titles: dict[int, str], total: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        columns_of(titles, HEADS, total, "x.csv", "--column says it")


def test_a_grade_is_in_the_column_s_points_and_empty_while_it_may_change(
    class_report: ClassReport,
) -> None:
    ann, ben = class_report.students
    assert grade(ann, "01_double", None) == "2.5"
    assert grade(ann, "01_double", 10.0) == "5"
    assert grade(ann, "01_double", 1 / 3) == "0.17"
    assert grade(ann, "02_counter", None) == ""
    assert grade(ann, TOTAL, 10.0) == ""  # 02 is open
    assert grade(ben, "01_double", None) == ""


def test_a_row_that_two_students_claim_is_neither_s(class_report: ClassReport) -> None:
    rows = Rows()
    rows.add(1, {"id": " 12 "})
    rows.add(2, {"id": "77"})
    claim = {"12": "12", "77": "12"}
    values = fill(
        class_report, rows, lambda s: [("id", claim[s.id])], lambda s, row: {(row, 0): s.student.id}
    )
    assert values == {}
    assert list(rows.told()) == [
        "0 of 2 rows have their student in this class",
        "not filled in, for they claim one row: '12', '77'",
    ]


def test_what_two_rows_share_identifies_nobody() -> None:
    rows = Rows()
    rows.add(1, {"sis": "7", "login": "ann"})
    rows.add(2, {"sis": "7", "login": "ben"})
    assert rows.find(Student("7"), [("sis", "7"), ("login", "ann")]) is None
    assert rows.find(Student("ann"), [("sis", ""), ("sis", "ann"), ("login", "ANN")]) == 1
    for number in range(9):
        rows.find(Student(f"=x{number}"), [("sis", f"x{number}")])
    assert list(rows.told())[1] == "not in the file: '7', '=x0', '=x1', '=x2', '=x3' and 5 more"
