"""Scores for an LTI platform."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from grader.class_report import ClassReport, Student
from grader.render.class_ags import render
from grader.render.class_format import Settings

NOW = Settings(now=datetime(2026, 10, 1, 12, 30, tzinfo=timezone.utc))


def records(made: ClassReport) -> list[dict[str, object]]:
    ((_, lines),) = render(made, NOW)
    return [json.loads(line) for line in lines]


def test_every_line_fits_the_schema(
    whole_class: ClassReport, fits: Callable[[str, object], None]
) -> None:
    for record in records(whole_class):
        fits("ags", record)
        assert record["timestamp"] == "2026-10-01T12:30:00.000+00:00"


def test_a_class_is_the_golden_file(
    class_report: ClassReport, golden: Callable[[str, str], None]
) -> None:
    ((_, lines),) = render(class_report, NOW)
    golden("ags-scores.jsonl", "".join(lines))


def test_only_a_final_total_has_a_score(whole_class: ClassReport) -> None:
    by_id = {record["userId"]: record for record in records(whole_class)}
    settled = by_id["settled"]
    assert (settled["scoreGiven"], settled["scoreMaximum"]) == (10.0, 10.0)
    assert settled["gradingProgress"] == "FullyGraded"
    assert by_id["fault"]["gradingProgress"] == "Failed"
    assert by_id["pass"]["gradingProgress"] == "Pending"  # 04 is missing
    assert by_id['../=none,"\n']["activityProgress"] == "Initialized"
    assert [id for id, record in by_id.items() if "scoreGiven" in record] == ["settled"]


def test_the_platform_s_own_id_goes_first(class_report: ClassReport) -> None:
    ann = next(class_report.students)
    known = replace(ann, student=Student("ann", ids=(("lti", "a-b-c"),)))
    (record,) = records(replace(class_report, read=lambda: iter([known])))
    assert record["userId"] == "a-b-c"
    assert record["comment"] == "01_double: 2.5 of 5, not passed\n02_counter: nothing was handed in"
    with pytest.raises(KeyError):
        record["scoreGiven"]
