"""A class in numbers."""

from __future__ import annotations

from dataclasses import replace

from grader.class_report import ClassReport, Mark, MarkVerdict, Student, StudentReport
from grader.render.statistics import Statistics


def of(made: ClassReport) -> Statistics:
    counted = Statistics()
    for student in made.students:
        counted.hear(student)
    return counted


def test_every_student_is_in_a_bin_or_open(whole_class: ClassReport) -> None:
    counted = of(whole_class)
    assert counted.students == sum(1 for _ in whole_class.students)
    assert sum(counted.bins) + counted.open == counted.students
    assert counted.bins[-1] == 1  # settled; all others lack 04


def test_totals_at_the_edges_have_a_bin() -> None:
    counted = Statistics()
    for credit in (0.0, 0.1, 0.3, 0.95, 1.0, 1.2, -0.5):
        mark = Mark("01_a", "A", MarkVerdict.NOT_PASSED, credit, 1.0, credit, 1.0)
        counted.hear(StudentReport(Student("a"), (mark,)))
    assert counted.bins == [2, 1, 0, 1, 0, 0, 0, 0, 0, 3]


def test_the_hardest_case_is_the_one_that_fewest_passed(whole_class: ClassReport) -> None:
    hardest = of(whole_class).hardest(3)
    shares = [passed / ran for _, _, passed, ran in hardest]
    assert shares == sorted(shares)
    assert all(passed < ran for _, _, passed, ran in hardest)
    assert "2x2 example" not in [case for _, case, _, _ in hardest]


def test_a_mistake_counts_once_a_student(whole_class: ClassReport) -> None:
    def twice():  # type: ignore[no-untyped-def]
        for student in whole_class.students:
            mark = student.marks[0]
            yield replace(student, marks=(replace(mark, devices=mark.devices * 2),))

    once, again = of(whole_class), of(replace(whole_class, read=twice))
    assert again.frequent(9) == once.frequent(9)
    exercise, words, count = once.frequent(9)[0]
    assert exercise == "03_matmul"
    assert words.startswith("you read B as if it were transposed")
    assert count == 4
