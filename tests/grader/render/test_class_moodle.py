"""Moodle's two exports, filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.class_report import ClassReport, Student
from grader.errors import UsageError
from grader.render.class_format import Settings
from grader.render.class_moodle import FORMAT
from grader.render.formats import write_class

WORKSHEET = (
    '\ufeffIdentifier,"Full name",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
    '"Participant 12","Ann Lee","Submitted for grading",,100.00,Yes,"Friday, 2 October 2026",\n'
    '"Participant 77","=cmd()","No submission",-,100.00,Yes,-,"seen, by me"\n'
)
GRADES = (
    '"First name",Surname,"ID number","Email address","Assignment: 01_double (Real)",'
    '"Course total (Real)"\n'
    "Ann,Lee,s12,ann@x.example,-,50.00\n"
    "Ben,=1+1,77,ben@x.example,-,-\n"
)


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., tuple[str, list[str]]]:
    """The filled file, and what was told."""

    def run(made: ClassReport, text: str, column: str = "") -> tuple[str, list[str]]:
        (tmp_path / "export.csv").write_bytes(text.encode())
        told: list[str] = []
        settings = Settings(fill=tmp_path / "export.csv", column=column, tell=told.append)
        FORMAT.check(made.exercises, settings)
        write_class(made, "moodle", tmp_path / "filled.csv", settings=settings)
        return (tmp_path / "filled.csv").read_bytes().decode(), told

    return run


@pytest.fixture
def moodle(class_report: ClassReport) -> ClassReport:
    """The class as a Moodle download names it, with nothing open."""

    def students():  # type: ignore[no-untyped-def]
        for one in class_report.students:
            marks = [replace(m, credit=m.credit or 0.0, open="") for m in one.marks]
            student = Student(one.student.id, "x", ids=(("moodle", one.student.id),))
            yield replace(one, student=student, marks=tuple(marks))

    return replace(class_report, read=students)


def test_the_worksheet_gets_the_total_and_a_comment_where_there_is_none(moodle, fill) -> None:
    text, told = fill(moodle, WORKSHEET)
    assert text == WORKSHEET.replace(
        'grading",,100.00,Yes,"Friday, 2 October 2026",',
        'grading",35.71,100.00,Yes,"Friday, 2 October 2026",'
        '"01_double: 2.5 of 5, not passed; 02_counter: 0 of 2, missing"',
    ).replace('submission",-', 'submission",0')
    assert told == ["2 of 2 rows have their student in this class"]


def test_what_may_still_change_keeps_its_cells(class_report, moodle, fill) -> None:
    def students():  # type: ignore[no-untyped-def]
        for one, named in zip(class_report.students, moodle.students, strict=True):
            yield replace(one, student=named.student)

    assert fill(replace(moodle, read=students), WORKSHEET)[0] == WORKSHEET


def test_the_gradebook_is_filled_by_id_number_address_or_username(class_report, fill) -> None:
    filled = GRADES.replace("ann@x.example,-", "ann@x.example,2.5")
    ann = next(class_report.students)
    for student in (
        Student("s12"), Student("x", email="Ann@x.example"), Student("x", ids=(("id number", "s12"),)),
    ):  # fmt: skip
        one = replace(ann, student=student)
        assert fill(replace(class_report, read=lambda s=one: iter([s])), GRADES)[0] == filled
    users = GRADES.replace('"ID number"', "Username").replace("s12", "ann")
    one = replace(ann, student=Student("ann"))
    text, _ = fill(replace(class_report, read=lambda: iter([one])), users)
    assert text == users.replace("ann@x.example,-", "ann@x.example,2.5")


def test_a_participant_is_no_id_number(moodle, fill) -> None:
    text, told = fill(moodle, GRADES)
    assert text == GRADES
    assert told == ["0 of 2 rows have their student in this class", "not in the file: '12', '77'"]


def test_a_worksheet_in_another_language_is_understood_with_the_column_named(moodle, fill) -> None:
    text = "ID,Name,Bewertung\nTeilnehmer/in12,Ann,\nTeilnehmer/in77,Ben,\n"
    with pytest.raises(UsageError, match="no column of"):
        fill(moodle, text)
    assert fill(moodle, text, "Bewertung")[0] == text.replace("Ann,", "Ann,2.5").replace(
        "Ben,", "Ben,0"
    )


def test_a_file_of_another_kind_is_told(moodle, fill) -> None:
    with pytest.raises(UsageError, match="is no export of Moodle"):
        fill(moodle, "a,b\nx,y\n")


def test_a_comment_is_never_a_formula(moodle, fill) -> None:
    def students():  # type: ignore[no-untyped-def]
        for one in moodle.students:
            yield replace(
                one, marks=tuple(replace(m, exercise=f"=1+{m.exercise}") for m in one.marks)
            )

    heads = tuple(replace(head, slug=f"=1+{head.slug}") for head in moodle.exercises)
    text, _ = fill(replace(moodle, read=students, exercises=heads), WORKSHEET)
    assert "\"'=1+01_double: 2.5 of 5" in text
