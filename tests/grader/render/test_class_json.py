"""A class as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from grader.class_report import ClassReport
from grader.render.formats import write_class
from grader.render.json_report import from_json

GOLDEN = Path(__file__).parents[1] / "golden" / "classes"


def test_a_class_is_the_golden_file(class_report: ClassReport, tmp_path: Path) -> None:
    write_class(class_report, "json", tmp_path / "class.json")
    assert (tmp_path / "class.json").read_text() == (GOLDEN / "class.json").read_text()


def test_what_is_not_known_is_null_and_reports_can_be_read_back(
    class_report: ClassReport, tmp_path: Path
) -> None:
    write_class(class_report, "json", tmp_path / "class.json")
    record = json.loads((tmp_path / "class.json").read_text())
    ann, ben = record["students"]
    assert [mark["points"] for mark in ann["marks"]] == [2.5, None]
    assert ann["total"] == {"credit": 2.5, "worth": 7.0, "open": ["02_counter"]}
    assert ben["marks"][0]["verdict"] == "unreadable"
    report = from_json(json.dumps(ann["marks"][0]["devices"][0]["report"]))
    assert report.cases[0].verdict.value == "passed"
