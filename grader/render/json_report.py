"""Reports as JSON, there and back; ``report.schema.json`` beside this file describes them.

``schema`` rises when an older reader would misread a report. A field may be added without that:
readers pass over names that they do not know, and fill in what an older report lacks. ``totals``
is there for other programs; it is worked out from the cases and never read back.
"""

from __future__ import annotations

import json
import math
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from grader.errors import UsageError
from grader.render.clean import cut
from grader.render.learner import PRACTICE, for_learner
from grader.report import SCHEMA_VERSION, Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")

T = TypeVar("T")
_PAIRS = tuple[tuple[str, str], ...]  # names and texts: an object in JSON


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


def plain(record: Any) -> dict[str, Any]:
    """A dataclass as JSON knows it, by the types that its fields declare; `read` is the way back.

    They are texts, numbers, enumerations, other such records, and tuples of any of these.
    """
    kind: Any = type(record)
    hints = _hints(kind)
    return {f.name: _plain(hints[f.name], getattr(record, f.name)) for f in fields(record)}


def read(kind: type[T], record: object, where: str) -> T:
    """The dataclass that was made `plain`; a ValueError names the place that does not fit."""
    found: T = _read(kind, record, where)
    return found


def _totals(report: Report) -> dict[str, object]:
    return {
        "passed": report.passed,
        "points": report.points,
        "possible": report.possible,
        "exit_code": report.exit_code,
    }


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The resolved types of a record's fields."""
    return get_type_hints(kind)


def _plain(hint: Any, value: Any) -> Any:
    """The value as JSON knows it, by the type that the field declares."""
    if hint == _PAIRS:
        return dict(value)
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(get_args(hint)[0], item) for item in value]
    return value


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


def _read(hint: Any, value: Any, where: str) -> Any:
    """The value of the declared type; a ValueError names the place that does not fit."""
    if hint == _PAIRS:
        items = _of(dict, value, where).items()
        return tuple((name, _of(str, text, f"{where}.{name}")) for name, text in items)
    if is_dataclass(hint):
        return _read_record(hint, _of(dict, value, where), where)
    if get_origin(hint) is tuple:
        items = enumerate(_of(list, value, where))
        return tuple(_read(get_args(hint)[0], item, f"{where}[{index}]") for index, item in items)
    if type(None) in get_args(hint):  # X | None
        return None if value is None else _read(get_args(hint)[0], value, where)
    if issubclass(hint, Enum):
        return hint(_of(str, value, where))
    if hint is float:
        return _number(value, where)
    return _of(hint, value, where)


def _read_record(kind: Any, value: dict[str, Any], where: str) -> Any:
    read: dict[str, Any] = {}
    for part in fields(kind):
        if part.name in value:
            place = f"{where}.{part.name}"
            read[part.name] = _read(_hints(kind)[part.name], value[part.name], place)
        elif part.default is MISSING:
            raise ValueError(f"{where} has no {part.name}")
    return kind(**read)


def _of(kind: type, value: Any, where: str) -> Any:
    """The value itself if it is of exactly that type (True is no int)."""
    if type(value) is not kind:
        raise ValueError(f"{where} is of type {type(value).__name__}, not {kind.__name__}")
    return value


def _number(value: Any, where: str) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"{where} is not a number")
    return float(value)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")
