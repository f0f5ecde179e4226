"""Reports as JSON, there and back; ``report.schema.json`` beside this file describes them.

``schema`` rises when an older reader would misread a report. A field may be added without that:
readers pass over names that they do not know, and fill in what an older report lacks. ``totals``
is there for other programs; it is worked out from the cases and never read back.
"""

from __future__ import annotations

import json
from pathlib import Path

from grader.errors import UsageError
from grader.render.clean import cut
from grader.render.learner import PRACTICE, for_learner
from grader.render.records import plain, read
from grader.report import SCHEMA_VERSION, Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")


def render_json(report: Report, *, policy: str = PRACTICE) -> str:
    """What a learner's programs may read: indented, without what is for staff.

    Raises:
        UsageError: the policy is unknown.
    """
    return to_json(for_learner(report, policy=policy), indent=2) + "\n"


def to_json(report: Report, *, indent: int | None = None) -> str:
    """The whole report, staff's part included, to be stored; pure ASCII, on one line by default."""
    record = plain(report)
    record = {"schema": record.pop("schema"), **record, "totals": _totals(report)}
    return json.dumps(record, indent=indent, ensure_ascii=True, allow_nan=False)


def from_json(text: str) -> Report:
    """The report that ``to_json`` or ``render_json`` wrote.

    Raises:
        UsageError: the text is no report, or one of a newer schema.
    """
    try:
        record = json.loads(text, parse_constant=_no_constant)
        _check_schema(record)
        report = read(Report, record, "report")
    except (ValueError, OverflowError, RecursionError) as error:
        raise UsageError("this is not a report", cut(str(error), 200)) from None
    return report


def _totals(report: Report) -> dict[str, object]:
    return {
        "passed": report.passed,
        "points": report.points,
        "possible": report.possible,
        "exit_code": report.exit_code,
    }


def _check_schema(record: object) -> None:
    version = record.get("schema") if isinstance(record, dict) else None
    if type(version) is not int or version < 1:
        raise ValueError("it names no schema")
    if version > SCHEMA_VERSION:
        raise UsageError(
            f"this report has schema {version}",
            f"this version of the course reads schemas up to {SCHEMA_VERSION}",
            "update the course, then try again",
        )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")
