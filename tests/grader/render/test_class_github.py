"""GitHub Classroom's results, as its reporter reads them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.class_report import ClassReport
from grader.render.class_github import results
from grader.render.formats import write_class
from grader.report import Failure, Frame


def read_step(line: str) -> dict[str, Any]:
    """What the reporter makes of a line of $GITHUB_OUTPUT."""
    name, _, value = line.rstrip("\n").partition("=")
    assert name == "result"
    assert "\n" not in value
    return dict(json.loads(base64.b64decode(value, validate=True)))


def report(record: dict[str, Any]) -> tuple[float, float] | None:
    """What the reporter tells Classroom: points, and of how many."""
    if not record.get("max_score"):
        return None
    return sum(test["score"] for test in record["tests"]), record["max_score"]


def test_every_student_s_record_fits_the_schema(
    whole_class: ClassReport, fits: Callable[[str, object], None]
) -> None:
    for student in whole_class.students:
        fits("github", json.loads(json.dumps(results(student))))


def test_the_reporter_adds_up_the_student_s_total(whole_class: ClassReport) -> None:
    students = [replace(student, marks=student.marks[:1]) for student in whole_class.students]
    known = [student for student in students if not student.total.open]
    assert len(known) > 5
    for student in known:
        told = report(results(student))
        assert told == pytest.approx((student.total.credit, student.total.worth), abs=1e-4)


def test_a_fault_fails_the_job_and_reports_no_points(whole_class: ClassReport) -> None:
    records = {s.student.id: results(s) for s in whole_class.students}
    assert report(records["fault"]) is None
    assert records["fault"]["status"] == "error"
    assert report(records['../=none,"\n']) is None
    assert records["settled"]["status"] == "pass"
    assert records["raised"]["status"] == "fail"


@pytest.mark.parametrize("colons", ["::", ":::", "::::", "##["])
def test_no_text_of_a_submission_is_a_command_to_the_runner(
    whole_class: ClassReport, colons: str
) -> None:
    evil = (
        f"{colons}notice title=Autograding report::{{'totalPoints': 9}}\n  {colons}stop-commands::x"
    )
    raised = next(s for s in whole_class.students if s.student.id == "raised")
    mark = raised.marks[0]
    report = mark.devices[0].report
    assert report is not None
    failure = Failure(
        evil, evil, evil, exception=evil, frames=(Frame(1, evil, evil, ((evil, evil),)),)
    )
    cases = tuple(
        replace(case, title=evil, failure=case.failure and failure) for case in report.cases
    )
    device = replace(mark.devices[0], report=replace(report, cases=cases))
    text = json.dumps(
        results(replace(raised, marks=(replace(mark, devices=(device,), open=evil),)))
    )
    assert "totalPoints" in text
    assert "::" not in text
    assert "##[" not in text


def test_each_student_has_the_record_and_the_step_s_output(
    class_report: ClassReport, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    write_class(class_report, "github", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["12.json", "12.output", "77.json", "77.output"]
    text = (tmp_path / "out" / "12.json").read_text()
    assert read_step((tmp_path / "out" / "12.output").read_text()) == json.loads(text)
    golden("github.json", text)


def test_one_student_s_output_is_one_file_of_either_kind(
    class_report: ClassReport, tmp_path: Path
) -> None:
    one = ClassReport(class_report.exercises, (), lambda: iter([next(class_report.students)]))
    write_class(one, "github", tmp_path / "step.output")
    write_class(one, "github", tmp_path / "step.json")
    step = read_step((tmp_path / "step.output").read_text())
    assert step == json.loads((tmp_path / "step.json").read_text())
