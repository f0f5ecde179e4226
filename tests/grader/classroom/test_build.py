"""The record of a class: everybody, every exercise, every device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.class_report import ClassReport, MarkVerdict
from grader.classroom import Choice, Plan, build, grade
from grader.gradebook import Gradebook, Rubric

Make = Callable[..., Plan]
WRONG = "def double(x):\n    return x\n"
HANG = "def double(x):\n    while True:\n        pass\n"


def table(report: ClassReport) -> dict[tuple[str, str], tuple[str, float | None]]:
    return {
        (s.student.id, m.exercise): (m.verdict.value, m.points)
        for s in report.students
        for m in s.marks
    }


def test_every_student_and_exercise_has_a_standing_and_nothing_is_inferred(
    make_plan: Make, gradebook: Gradebook, in_process: Any, right: str
) -> None:
    plan = make_plan({
        "ann/03_hasty.py": right, "ben/03_hasty.py": WRONG, "cid/03_hasty.py": HANG,
        "dan/03_hasty.py": b"\0", "eve/01_double.py": right, "fay/03_hasty.py": right + "\n#",
    })  # fmt: skip
    wanted = [item for item in plan.wanted(gradebook) if item[1].submission.student.id != "fay"]
    grade(plan, wanted, in_process, gradebook, lambda _: None)
    report = build(plan, gradebook)
    assert {k: v for k, v in table(report).items() if k[1] == "03_hasty"} == {
        ("ann", "03_hasty"): ("passed", 5.0),
        ("ben", "03_hasty"): ("not passed", 0.0),
        ("cid", "03_hasty"): ("timeout", 0.0),
        ("dan", "03_hasty"): ("unreadable", None),
        ("eve", "03_hasty"): ("missing", None),
        ("fay", "03_hasty"): ("fault", None),
    }
    assert list(table(report)) == list(table(report))  # it can be read again
    fay = next(s for s in report.students if s.student.id == "fay")
    assert fay.marks[1].open == "it is not graded yet"
    assert fay.total.open == ("01_double", "03_hasty")
    dan = next(s for s in report.students if s.student.id == "dan")
    assert dan.marks[1].open.startswith("03_hasty.py is no text")


def test_one_student_s_report_and_the_rubric_of_now_need_no_grading_again(
    make_plan: Make, gradebook: Gradebook, in_process: Any, right: str
) -> None:
    files = {"ann/01_double.py": right, "ben/01_double.py": WRONG, "ben/02_counter.py": "x"}
    plan = make_plan(files)
    grade(plan, plan.wanted(gradebook), in_process, gradebook, lambda _: None)
    zero = build(make_plan(files, Rubric(missing="zero")), gradebook)
    assert table(zero)["ann", "02_counter"] == (MarkVerdict.MISSING.value, 0.0)
    alone = build(make_plan(files, choice=Choice(students=("ben",))), gradebook)
    assert {student for student, _ in table(alone)} == {"ben"}
    assert [head.slug for head in alone.exercises] == ["01_double", "02_counter"]
