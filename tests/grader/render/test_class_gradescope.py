"""Gradescope's results.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.class_report import ClassReport
from grader.errors import UsageError
from grader.render.class_format import VISIBILITIES, Settings, check_single
from grader.render.class_gradescope import FORMAT, results
from grader.render.formats import write_class


def test_every_student_s_record_fits_the_schema(
    whole_class: ClassReport, fits: Callable[[str, object], None]
) -> None:
    for student in whole_class.students:
        for visibility in VISIBILITIES:
            fits("gradescope", json.loads(json.dumps(results(student, visibility))))


def test_a_folder_holds_a_file_a_student(
    class_report: ClassReport, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    write_class(class_report, "gradescope", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["12.json", "77.json"]
    golden("gradescope.json", (tmp_path / "out" / "12.json").read_text())


def test_one_student_s_results_are_one_file(whole_class: ClassReport, tmp_path: Path) -> None:
    one = ClassReport(whole_class.exercises, (), lambda: iter([next(whole_class.students)]))
    write_class(one, "gradescope", tmp_path / "results.json")
    assert json.loads((tmp_path / "results.json").read_text())["score"] == pytest.approx(5.0)
    with pytest.raises(UsageError, match="for one student") as raised:
        write_class(whole_class, "gradescope", tmp_path / "other.json")
    assert raised.value.next_step == f"name a folder: --output {tmp_path / 'other'}"
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]
    check_single(FORMAT, Path("results.json"), 1)
    check_single(FORMAT, Path("folder"), 7)


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_hidden_cases_are_shown_when_the_caller_says(
    class_report: ClassReport, visibility: str
) -> None:
    ann = next(class_report.students)
    tests = {test["name"]: test for test in results(ann, visibility)["tests"]}
    assert tests["01_double: rectangle"]["visibility"] == visibility
    assert tests["01_double: late"]["visibility"] == visibility
    assert tests["02_counter: Count"]["visibility"] == "visible"  # nothing was handed in


def test_no_score_is_invented(whole_class: ClassReport) -> None:
    for student in whole_class.students:
        record = results(student, "visible")
        known = any(mark.credit is not None for mark in student.marks)
        assert ("score" in record) is known
        assert known or not any("score" in test for test in record["tests"])


def test_a_record_with_hidden_cases_says_no_points_beside_them(whole_class: ClassReport) -> None:
    for student in whole_class.students:
        assert "points" not in results(student, "hidden")["output"]


def test_an_unknown_visibility_is_told() -> None:
    with pytest.raises(UsageError, match="no visibility 'never'"):
        FORMAT.check((), Settings(visibility="never"))
