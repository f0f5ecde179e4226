"""What GitHub Classroom's reporter reads: JSON, and the step output that carries it in base64.

For each student ``NAME.json``, and ``NAME.output`` with the line ``result=...`` that a workflow
appends to $GITHUB_OUTPUT. The reporter adds up the points of the lines. While anything is open (a
fault of ours, a file that is no text) there is no ``max_score``: no points are reported.

The runner obeys lines of a log that look like its commands, and one of them is how the reporter
tells the points: no text of a submission may look so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from grader.class_report import ClassReport, StudentReport
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.clean import cut
from grader.render.entries import Entry, State, entries_of, has_fault, open_lines, rounded
from grader.render.file_names import file_name

VERSION = 1
LONGEST = 500  # characters of an output
_STATUS = {State.PASSED: "pass", State.OURS: "error"}


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """Two files a student."""
    for student in report.students:
        text = json.dumps(results(student), allow_nan=False)
        name = file_name(student.student.id)
        yield f"{name}.json", [text + "\n"]
        yield f"{name}.output", [step_output(text)]


def step_output(text: str) -> str:
    """The line that sets a step's output to a JSON text."""
    return f"result={base64.b64encode(text.encode()).decode()}\n"


def results(student: StudentReport) -> dict[str, Any]:
    """The record of one student."""
    tests = [_test(entry, number) for number, entry in enumerate(entries_of(student))]
    record: dict[str, Any] = {"version": VERSION, "status": _status(student)}
    if not student.total.open:
        record["max_score"] = rounded(student.total.worth)
    lines = open_lines(student)
    if lines:
        record["message"] = _harmless("\n".join(["Not final yet:", *lines]), LONGEST)
    return {**record, "tests": tests}


def _harmless(text: str, longest: int) -> str:
    """The text with nothing in it that the runner takes for a command."""
    return cut(text.replace("##[", "## [").replace("::", ": :").replace("::", ": :"), longest)


def _status(student: StudentReport) -> str:
    if has_fault(student):
        return "error"
    total = student.total
    return "pass" if not total.open and total.credit >= total.worth else "fail"


def _test(entry: Entry, number: int) -> dict[str, Any]:
    # A line number of 0 keeps the reporter from printing one; it reads the score of every line.
    test: dict[str, Any] = {
        "name": _harmless(entry.name, 200),
        "status": _STATUS.get(entry.state, "fail"),
        "score": rounded(entry.points or 0.0),
        "task_id": number,
        "filename": "",
        "line_no": 0,
        "duration": rounded(entry.seconds),
    }
    if entry.why:
        test["message"] = _harmless(entry.why, LONGEST)
    if entry.text not in ("", entry.why):
        test["output"] = _harmless(entry.text, LONGEST)
    return test


FORMAT = ClassFormat(render, folder=True, single=(".json", ".output"))
