"""Gradescope's "Download Submissions": ``submission_NNN/`` folders and one file of metadata.

``submission_metadata.yml`` is written by Ruby, so its keys are symbols (``:submitters:``) and its
times end in `` Z``. A submission of a group counts for each of its members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timezone
from typing import Any

from grader.class_report import Student
from grader.errors import UsageError
from grader.intake.records import Entry
from grader.intake.taking import Taking
from grader.submission import Unreadable

TITLE = "a Gradescope export"
METADATA = "submission_metadata.yml"
_LARGE = 10**40  # no id has so many digits
MOST_BYTES = 256 << 20  # results of earlier graders are in it


def fits(entries: Sequence[Entry]) -> bool:
    """Whether the file of metadata lies at the top."""
    return any(entry.path == METADATA for entry in entries)


def read(entries: Sequence[Entry], taking: Taking) -> None:
    """Takes the files of every submission that the metadata names.

    Raises UsageError when the metadata cannot be read.
    """
    table = _metadata(next(entry for entry in entries if entry.path == METADATA))
    for entry in entries:
        if entry.path == METADATA:
            continue
        folder = entry.folders[0] if entry.folders else ""
        about = table.get(folder)
        if not isinstance(about, dict):
            taking.refuse(entry, f"{METADATA} does not name its folder")
            continue
        students = list(_submitters(about, folder))
        for student in students:
            taking.student(student)
            taking.take(entry, student, time=_time(_get(about, "created_at")))


def _metadata(entry: Entry) -> dict[str, Any]:
    import yaml  # only here

    class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads the objects that Ruby names as what they are made of."""

    def plain(loader: Any, _: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node)
        return loader.construct_scalar(node)

    Plain.add_multi_constructor("!", plain)
    shown = entry.source.shown
    try:
        table = yaml.load(entry.source.read(MOST_BYTES), Plain)
    except Unreadable:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"{shown} cannot be read", reason, "export it once more") from None
    if not isinstance(table, dict):
        raise UsageError(f"{shown} is no table of submissions", f"it is {type(table).__name__}")
    return {_text(key): value for key, value in table.items()}


def _get(record: dict[Any, Any], name: str) -> Any:
    """A field whose key may be a Ruby symbol."""
    return record.get(f":{name}", record.get(name))


def _text(value: Any) -> str:
    """A name or a number as text; empty for anything else: a list of lists may have no end."""
    if isinstance(value, str):
        return value
    small = type(value) is int and abs(value) < _LARGE
    return str(value) if small and value else ""


def _submitters(about: dict[Any, Any], folder: str) -> Iterator[Student]:
    """Who handed a submission in; its folder's name where the metadata does not say."""
    listed = _get(about, "submitters")
    people = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    for person in people:
        name, email, sid = (_text(_get(person, key)) for key in ("name", "email", "sid"))
        ids = (("gradescope", folder), *((("sid", sid),) if sid else ()))
        yield Student(sid or email or name or folder, name, email, ids)
    if not people:
        yield Student(folder, ids=(("gradescope", folder),))


def _time(value: Any) -> datetime | None:
    """When it was handed in; a time without a zone is in UTC there."""
    if isinstance(value, dict):  # Ruby's time with a zone
        value = value.get("utc")
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    try:
        said = str(value) if isinstance(value, str | date) else ""
        found = datetime.fromisoformat(said.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
