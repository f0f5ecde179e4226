"""Progress as JSON Lines, from one machine to another.

Every line stands for itself: the format's name, a version of a file, or an event with its report.
So files can be joined end to end, and what is there already is passed over: importing a file twice,
or files of several machines, gives the same as importing each once.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.errors import UsageError
from grader.progress.events import LATEST, flaw
from grader.progress.store import Progress, Row, digest

FORMAT = 1
HEAD = "learn progress"
_NAME = re.compile(r"[0-9a-f]{1,64}")
_SLUG = re.compile(r"\d\d_[a-z0-9_]{1,80}")
_WORD = re.compile(r"\w{1,64}", re.ASCII)
_SHOWN = 3  # bad lines that a message names


@dataclass(frozen=True)
class Imported:
    """What an import brought: events that are new here, and those that were here already."""

    new: int
    known: int
    texts: int  # versions of files in the import


@dataclass
class _Found:
    """What the lines hold."""

    rows: list[Row] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)


def export_lines(progress: Progress) -> Iterator[str]:
    """Everything that was kept, a line each; versions of files come before what names them."""
    yield _line({"format": FORMAT, "what": HEAD})
    told: set[str] = set()
    for id, at, kind, slug, batch, text, data in progress.rows():
        content = _record(data)
        if content is None:
            continue  # no command writes such
        if text and text not in told:
            told.add(text)
            body = _or_none(progress.text, text)
            if body is not None:  # a repaired store can lack one
                yield _line({"text": text, "body": body})
        record = {"event": id, "at": at, "kind": kind, "slug": slug, "batch": batch, "of": text}
        report = _record(_or_none(progress.report, id) or "")
        record |= {"data": content} | ({"report": report} if report else {})
        yield _line(record)


def _or_none(get: Any, name: str) -> str | None:
    """What was kept under a name; None where it is not there. A damaged store still raises."""
    try:
        found: str = get(name)
    except UsageError as error:
        if type(error) is not UsageError:
            raise
        return None
    return found


def _record(text: str) -> dict[str, Any] | None:
    """The JSON object of a text; None where it is none, or has a number that is none."""
    try:
        record = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=True, allow_nan=False)


def import_lines(progress: Progress, lines: Iterable[str], name: str) -> Imported:
    """Adds what the lines hold, all of it or, where one of them is bad, nothing.

    Args:
        progress: of the workspace.
        lines: as `export_lines` gave them; empty ones are passed over.
        name: of the file, for messages.

    Raises UsageError, with the bad lines' numbers; NotKept.
    """
    found, bad = _Found(), []
    count = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        count += 1
        try:
            _take(found, line)
        except (ValueError, OverflowError, RecursionError) as error:
            bad.append(f"line {number}: {error}")
    if bad:
        more = f" (and {len(bad) - _SHOWN} more)" if len(bad) > _SHOWN else ""
        raise UsageError(
            f"{name} has {len(bad)} bad line{'s' if len(bad) > 1 else ''}; nothing was imported",
            "; ".join(bad[:_SHOWN]) + more,
            "learn progress export FILE    writes such a file",
        )
    if not count:
        raise UsageError(f"{name} is empty", "nothing was imported")
    ids = {row[0] for row in found.rows}
    new = progress.take(found.rows, found.texts, found.reports)
    return Imported(new, len(ids) - new, len(found.texts))


def _take(found: _Found, line: str) -> None:
    """Reads one line. Raises ValueError, in words, when it is bad."""
    try:
        record = json.loads(line, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON at column {error.colno}") from None
    if not isinstance(record, dict):
        raise ValueError("no JSON object")
    if "event" in record:
        _take_event(found, record)
    elif "text" in record:
        name, body = _of(record, "text", str), _of(record, "body", str)
        if digest(body) != name:
            raise ValueError(f"this is not the version {name[:12]!r}")
        found.texts[name] = body
    elif record.get("what") != HEAD:
        raise ValueError("neither an event nor a version of a file")
    elif record.get("format") != FORMAT:
        raise ValueError(
            f"format {record.get('format')!r}; this version of the course reads {FORMAT}"
        )


def _take_event(found: _Found, record: dict[str, Any]) -> None:
    id, slug, text = (_of(record, name, str) for name in ("event", "slug", "of"))
    at, data = _of(record, "at", (int, float)), _of(record, "data", dict)
    if not _NAME.fullmatch(id):
        raise ValueError(f"no name of an event: {id[:40]!r}")
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"no exercise: {slug[:40]!r}")
    if text and not _NAME.fullmatch(text):
        raise ValueError(f"no name of a version: {text[:40]!r}")
    if not (math.isfinite(at) and 0 <= at <= LATEST):
        raise ValueError(f"no time: {at!r}")
    kind, batch = _of(record, "kind", str), _of(record, "batch", str)
    if not _WORD.fullmatch(kind) or not _WORD.fullmatch(batch or "_"):
        raise ValueError(f"no kind of event: {kind[:40]!r}, {batch[:40]!r}")
    if flaw(kind, data):
        raise ValueError(f"{flaw(kind, data)!r} is {str(data[flaw(kind, data)])[:40]!r}")
    found.rows.append(
        (id, float(at), kind, slug, batch, text, json.dumps(data, sort_keys=True, allow_nan=False))
    )
    if "report" in record:
        report = _of(record, "report", dict)
        found.reports[id] = json.dumps(report, ensure_ascii=True, allow_nan=False)


def _of(record: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
    value = record.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"no {name!r}" if value is None else f"{name!r} is {str(value)[:40]!r}")
    return value


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
