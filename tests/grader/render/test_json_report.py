from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from grader import report as record
from grader.errors import UsageError
from grader.render.json_report import SCHEMA_FILE, from_json, render_json, to_json
from grader.report import SCHEMA_VERSION, Verdict

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
KINDS = {
    "submission": record.Submission,
    "case": record.Case,
    "failure": record.Failure,
    "check": record.Check,
    "grid": record.Grid,
    "frame": record.Frame,
    "device": record.Device,
    "layer": record.Layer,
}


def test_the_schema_is_one_of_its_draft():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == SCHEMA_VERSION


@pytest.mark.parametrize("name", KINDS)
def test_the_schema_names_every_field_and_no_other(name):
    described = SCHEMA["$defs"][name]
    names = {part.name for part in fields(KINDS[name])}
    assert set(described["properties"]) == names == set(described["required"])


def test_the_schema_names_every_field_of_a_report():
    names = {part.name for part in fields(record.Report)} | {"totals"}
    assert set(SCHEMA["properties"]) == names == set(SCHEMA["required"])


def test_the_schema_names_every_verdict():
    assert SCHEMA["$defs"]["verdict"]["enum"] == [verdict.value for verdict in Verdict]


def test_examples_are_the_golden_reports_and_can_be_read_again(examples):
    for name, report in examples.items():
        path = GOLDEN / f"{name}.json"
        text = to_json(report, indent=1) + "\n"
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="ascii", newline="\n")
        assert text == path.read_text(encoding="ascii"), "UPDATE_GOLDEN=1 writes them anew"
        assert from_json(path.read_text(encoding="ascii")) == report


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_report_fits_the_schema_and_comes_back(any_report, data):
    report = data.draw(any_report)
    text = to_json(report)
    VALIDATOR.validate(json.loads(text))
    VALIDATOR.validate(json.loads(render_json(report)))
    assert text.isascii()
    assert "\n" not in text
    assert from_json(text) == report


def test_totals_are_told_and_not_read_back(examples):
    read = json.loads(to_json(examples["fail_values"]))
    assert read["totals"] == {"passed": False, "points": 2.0, "possible": 5.0, "exit_code": 1}
    read["totals"]["points"] = 99
    assert from_json(json.dumps(read)).points == 2.0


def changed(examples, **changes: object) -> str:
    return json.dumps({**json.loads(to_json(examples["pass"])), **changes})


def test_a_newer_schema_is_refused_with_what_to_do(examples):
    with pytest.raises(UsageError) as caught:
        from_json(changed(examples, schema=SCHEMA_VERSION + 1))
    assert str(caught.value).splitlines() == [
        "this report has schema 2",
        "this version of the course reads schemas up to 1",
        "update the course, then try again",
    ]


def test_an_unknown_field_is_passed_over(examples):
    assert from_json(changed(examples, mood="good")) == examples["pass"]


def test_a_field_with_a_default_may_be_missing(examples):
    read = json.loads(to_json(examples["pass"]))
    for name in ("notes", "prints", "versions"):
        del read[name]
    assert from_json(json.dumps(read)).cases == examples["pass"].cases


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"schema": "1"}, "it names no schema"),
        ({"schema": True}, "it names no schema"),
        ({"schema": 0}, "it names no schema"),
        ({"seconds": "fast"}, "report.seconds is not a number"),
        ({"seconds": 10**400}, "int too large to convert to float"),
        ({"seeds": [1, True]}, "report.seeds[1] is of type bool, not int"),
        ({"title": None}, "report.title is of type NoneType, not str"),
        ({"submission": {"path": "x"}}, "report.submission has no digest"),
        ({"cases": [3]}, "report.cases[0] is of type int, not dict"),
        ({"versions": {"torch": 2}}, "report.versions.torch is of type int, not str"),
    ],
)
def test_what_does_not_fit_is_named(examples, change, found):
    with pytest.raises(UsageError) as caught:
        from_json(changed(examples, **change))
    assert caught.value.what == "this is not a report"
    assert caught.value.found == found


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 200_000, '{"schema": NaN}', '{"schema": 1}']
)
def test_other_text_is_no_report(text):
    with pytest.raises(UsageError, match="this is not a report"):
        from_json(text)


def test_an_unknown_verdict_is_refused(examples):
    text = to_json(examples["pass"]).replace('"passed", "possible"', '"great", "possible"')
    with pytest.raises(UsageError) as caught:
        from_json(text)
    assert "great" in caught.value.found
