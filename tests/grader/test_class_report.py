"""The record of a class: totals are derived, and what is not known stays open."""

from __future__ import annotations

import pytest

from grader.class_report import ClassReport, Mark, MarkVerdict, Student, StudentReport


def mark(exercise: str, credit: float | None, open: str = "") -> Mark:
    verdict = MarkVerdict.NOT_PASSED if credit is not None else MarkVerdict.MISSING
    return Mark(exercise, exercise, verdict, credit, 4.0, credit, 4.0, open=open)


def test_a_total_adds_what_is_known_and_names_what_is_open() -> None:
    marks = (mark("01", 3.0), mark("02", None), mark("03", 1.5, "late by who knows what"))
    total = StudentReport(Student("ann"), marks).total
    assert (total.credit, total.worth, total.open) == (4.5, 12.0, ("02", "03"))


@pytest.mark.parametrize("verdict", list(MarkVerdict))
def test_points_follow_from_what_the_submission_itself_decided(verdict: MarkVerdict) -> None:
    decided = {MarkVerdict.PASSED, MarkVerdict.NOT_PASSED, MarkVerdict.TIMEOUT}
    assert verdict.is_known == (verdict in decided)


def test_a_student_has_an_id_for_each_platform_or_none() -> None:
    ann = Student("ann", ids=(("canvas", "12"), ("moodle", "9")))
    assert [ann.id_of(name) for name in ("canvas", "moodle", "github")] == ["12", "9", ""]


def test_a_class_reads_its_students_afresh_each_time() -> None:
    read: list[int] = []

    def students():  # type: ignore[no-untyped-def]
        read.append(1)
        yield StudentReport(Student("ann"), ())

    made = ClassReport((), (), students)
    assert [s.student.id for s in made.students] == [s.student.id for s in made.students]
    assert len(read) == 2
