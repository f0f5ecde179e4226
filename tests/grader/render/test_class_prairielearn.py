"""PrairieLearn's results.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.class_report import ClassReport, StudentReport
from grader.render.class_prairielearn import MOST_BYTES, results
from grader.render.formats import write_class
from grader.report import Failure, Verdict


def settled(made: ClassReport) -> Iterator[StudentReport]:
    """The students with their first exercise alone, and none whose mark is open."""
    for student in made.students:
        if student.marks[0].credit is not None:
            yield replace(student, marks=student.marks[:1])


def test_every_student_s_record_fits_the_schema(
    whole_class: ClassReport, fits: Callable[[str, object], None]
) -> None:
    for student in (*whole_class.students, *settled(whole_class)):
        fits("prairielearn", json.loads(json.dumps(results(student))))


def test_one_student_s_file_is_the_golden_one(
    class_report: ClassReport, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    write_class(
        replace(class_report, read=lambda: settled(class_report)), "prairielearn", tmp_path / "out"
    )
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["12.json"]
    golden("prairielearn.json", (tmp_path / "out" / "12.json").read_text())


def test_a_fault_costs_no_attempt(whole_class: ClassReport) -> None:
    records = {s.student.id: results(s) for s in whole_class.students}
    assert records["fault"] == {
        "gradable": False,
        "format_errors": ["03_matmul: a hidden check failed", "04_softmax: nothing was handed in"],
    }
    assert records["settled"]["score"] == 1.0
    assert records["pass"] == {  # 04 may still come
        "gradable": False, "format_errors": ["04_softmax: nothing was handed in"],
    }  # fmt: skip


def test_points_are_on_every_line_and_give_the_score(whole_class: ClassReport) -> None:
    shares = []
    for student in settled(whole_class):
        record = results(student)
        points = sum(test["points"] for test in record["tests"])
        most = sum(test["max_points"] for test in record["tests"])
        assert record["score"] == pytest.approx(points / most, abs=1e-4)
        shares.append(record["score"])
    assert len(set(shares)) > 3


def test_a_file_never_exceeds_what_is_accepted(class_report: ClassReport, tmp_path: Path) -> None:
    ann = next(class_report.students)
    mark = ann.marks[0]
    report = mark.devices[0].report
    assert report is not None
    long = Failure("why " * 900, help="help " * 900)
    cases = tuple(
        replace(report.cases[1], id=f"test_{n}", verdict=Verdict.WRONG, failure=long)
        for n in range(700)
    )
    device = replace(mark.devices[0], report=replace(report, cases=cases))
    huge = replace(ann, marks=(replace(mark, devices=(device,)),))
    write_class(
        replace(class_report, read=lambda: iter([huge])), "prairielearn", tmp_path / "r.json"
    )
    data = (tmp_path / "r.json").read_bytes()
    assert 100_000 < len(data) <= MOST_BYTES
    assert len(json.loads(data)["tests"]) == 701
