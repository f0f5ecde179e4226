"""Every format of a class at once: no detail for staff in any of them, whatever is in a report."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.class_report import ClassReport, DeviceMark, ExerciseHead, Mark, MarkVerdict, Student
from grader.class_report import StudentReport as One
from grader.errors import UsageError
from grader.render.formats import CLASS_FORMATS, class_format, write_class
from grader.report import Case, Failure, Report, Submission, Verdict

SECRET = "staff-only-0451"


@pytest.mark.parametrize("name", sorted(CLASS_FORMATS))
def test_a_format_s_module_is_found_by_its_name(name: str) -> None:
    assert importlib.import_module(CLASS_FORMATS[name]).FORMAT is class_format(name)


def test_an_unknown_format_or_policy_is_told(class_report: ClassReport, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no output format 'jsn'") as raised:
        write_class(class_report, "jsn", tmp_path / "x")
    assert raised.value.next_step == "did you mean json?"
    with pytest.raises(UsageError, match="no policy 'all'"):
        write_class(class_report, "json", tmp_path / "x", policy="all")


_FAILURES = st.builds(
    Failure,
    rationale=st.text(max_size=20),
    help=st.text(max_size=20),
    cause=st.text(max_size=20),
    exception=st.text(max_size=20),
    staff=st.text(max_size=5).map(lambda text: f"{SECRET} {text}"),
)
_CASES = st.builds(
    Case,
    id=st.just("test_a"),
    title=st.text(max_size=10),
    device=st.sampled_from(["cpu", "cuda"]),
    verdict=st.sampled_from(list(Verdict)),
    possible=st.floats(0, 10),
    failure=st.none() | _FAILURES,
    visible=st.booleans(),
)
_REPORTS = st.builds(
    Report,
    exercise=st.just("01_double"),
    title=st.text(max_size=10),
    submission=st.just(Submission("01_double.py", "d")),
    cases=st.lists(_CASES, max_size=3).map(tuple),
    devices=st.just(()),
    policy=st.just("graded"),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(_REPORTS, max_size=3), policy=st.sampled_from(["practice", "exam"]))
def test_no_detail_for_staff_is_in_any_output(
    tmp_path_factory: pytest.TempPathFactory, reports: list[Report], policy: str
) -> None:
    head = ExerciseHead("01_double", "Double", 4.0, 4.0)
    marks = [
        Mark(
            *(head.slug, head.title, MarkVerdict.NOT_PASSED, 1.0, 4.0, 1.0, 4.0),
            devices=(DeviceMark("cpu", MarkVerdict.NOT_PASSED, 1.0, 4.0, "", report),),
        )
        for report in reports
    ]
    students = [One(Student(str(n)), (mark,)) for n, mark in enumerate(marks)]
    made = ClassReport((head,), (), lambda: iter(students))
    folder = tmp_path_factory.mktemp("out")
    for name in CLASS_FORMATS:
        write_class(made, name, folder / name, policy)
    for path in folder.rglob("*"):
        assert not path.is_file() or SECRET not in path.read_text()


def test_an_exam_shows_no_reason(class_report: ClassReport, tmp_path: Path) -> None:
    write_class(class_report, "json", tmp_path / "practice.json")
    write_class(class_report, "json", tmp_path / "exam.json", policy="exam")
    assert "You add 2" in (tmp_path / "practice.json").read_text()
    assert "You add 2" not in (tmp_path / "exam.json").read_text()
