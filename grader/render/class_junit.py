"""A class as JUnit XML, family xunit2: a suite an exercise of a student, a testcase a case.

The format has no field for points: they stand in the properties. A character that XML forbids is
written as #xNN. A failure is the student's, an error is ours, what was not run is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from grader.class_report import ClassReport, StudentReport
from grader.render.class_csv import number
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.entries import Entry, State, entries_of, rounded

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {State.FAILED: "failure", State.OURS: "error", State.NOT_RUN: "skipped"}


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """One file."""
    yield "", _pieces(report)


def _pieces(report: ClassReport) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n'
    for student in report.students:
        for exercise, entries in groupby(entries_of(student), key=lambda entry: entry.exercise):
            yield "".join(_suite(student, exercise, list(entries)))
    yield "</testsuites>\n"


def _suite(student: StudentReport, exercise: str, entries: list[Entry]) -> Iterator[str]:
    count = {tag: sum(_TAGS.get(e.state) == tag for e in entries) for tag in _TAGS.values()}
    mark = next(mark for mark in student.marks if mark.exercise == exercise)
    seconds = sum(entry.seconds for entry in entries)
    who = student.student.id
    yield (
        f"<testsuite name={_quoted(f'{who} {exercise}')} errors={_quoted(count['error'])}"
        f" failures={_quoted(count['failure'])} skipped={_quoted(count['skipped'])}"
        f" tests={_quoted(len(entries))} time={_quoted(f'{seconds:.3f}')}>\n"
    )
    yield _properties(
        student=who,
        name=student.student.name,
        verdict=mark.verdict.value,
        points=number(mark.credit),
        max_points=number(mark.worth),
        open=mark.open,
    )
    for entry in entries:
        yield from _case(who, entry)
    yield "</testsuite>\n"


def _case(who: str, entry: Entry) -> Iterator[str]:
    name = entry.name.removeprefix(f"{entry.exercise}: ")
    yield (
        f"<testcase classname={_quoted(f'{who}.{entry.exercise}')} name={_quoted(name)}"
        f" time={_quoted(f'{entry.seconds:.3f}')}>\n"
    )
    points = None if entry.points is None else rounded(entry.points)
    yield _properties(points=number(points), max_points=number(entry.possible))
    tag = _TAGS.get(entry.state)
    if tag is not None:
        message = entry.why or entry.state.value
        yield f"<{tag} message={_quoted(message)}>{escape(_legal(entry.text))}</{tag}>\n"
    yield "</testcase>\n"


def _properties(**values: str) -> str:
    """The values that there are; a number that is not known is left out."""
    lines = [
        f"<property name={_quoted(name)} value={_quoted(value)}/>\n"
        for name, value in values.items()
        if value
    ]
    return "".join(["<properties>\n", *lines, "</properties>\n"]) if lines else ""


def _legal(text: str) -> str:
    """The text with each character that XML forbids as ``#xNN``."""
    return _ILLEGAL.sub(lambda found: f"#x{ord(found[0]):02X}", text)


def _quoted(value: str | int) -> str:
    return quoteattr(_legal(str(value)))


FORMAT = ClassFormat(render)
