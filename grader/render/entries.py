"""What platforms list of a student: a line a case, with points that add up to the total.

Points are those of the total: a case's share of what its exercise is worth. What is not known has
None. A line for the late policy makes the sum right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from grader.class_report import DeviceMark, Mark, MarkVerdict, StudentReport
from grader.render.cases import failure_of, remark_of, title_of
from grader.render.clean import clean, clean_record, one_line
from grader.render.failure import add_failure
from grader.render.layout import Page
from grader.report import Case, Report, Verdict

DIGITS = 6  # after the point; platforms round more coarsely


class State(str, Enum):
    """What a platform has words for."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"  # waits for another case, or nothing was handed in
    OURS = "ours"  # the grader failed, or the device is not here


@dataclass(frozen=True)
class Entry:
    """A line: a case on a device, an exercise as a whole, or what lateness cost."""

    exercise: str
    name: str
    state: State
    points: float | None
    possible: float
    why: str = ""  # one line
    text: str = ""  # as many lines as it takes
    example: bool = False  # the course shows it before grading
    about_file: bool = False  # tells nothing of a hidden case
    seconds: float = 0.0


_STATES = {
    Verdict.PASSED: State.PASSED,
    Verdict.SKIPPED: State.NOT_RUN,
    Verdict.UNAVAILABLE: State.OURS,
    Verdict.FAULT: State.OURS,
}
_REASONS = {MarkVerdict.MISSING: "nothing was handed in"}
_WHOLE = {MarkVerdict.MISSING: State.NOT_RUN, MarkVerdict.FAULT: State.OURS}


def entries_of(student: StudentReport) -> Iterator[Entry]:
    """Every line of a student, exercise by exercise."""
    for mark in student.marks:
        found = list(_entries(mark))
        yield from found
        if mark.credit is not None:
            yield from _late(mark, sum(entry.points or 0.0 for entry in found))


def is_known(student: StudentReport) -> bool:
    """Whether any of the student's exercises has points."""
    return any(mark.credit is not None for mark in student.marks)


def has_fault(student: StudentReport) -> bool:
    """Whether anything is open because of us."""
    return any(mark.verdict is MarkVerdict.FAULT for mark in student.marks)


def open_lines(student: StudentReport) -> list[str]:
    """What may still change the total: a line an exercise, with the reason."""
    lines = []
    for mark in student.marks:
        if mark.credit is None or mark.open:
            lines.append(f"{mark.exercise}: {reason_of(mark)}")
    return lines


def reason_of(mark: Mark) -> str:
    """Why a mark is open, or may change, in a line."""
    reasons = [device.reason for device in mark.devices if device.reason]
    told = mark.open or next(iter(reasons), "") or _REASONS.get(mark.verdict, mark.verdict.value)
    return one_line(clean(told), 400)


def rounded(value: float) -> float:
    """The number as outputs give it; never a negative zero."""
    return round(value, DIGITS) + 0.0


def _entries(mark: Mark) -> Iterator[Entry]:
    if not any(device.report and device.report.cases for device in mark.devices):
        state = _WHOLE.get(mark.verdict, State.FAILED)
        words = reason_of(mark)
        points = mark.credit
        if mark.verdict is MarkVerdict.PASSED:
            state, words = State.PASSED, ""
        yield Entry(
            *(mark.exercise, f"{mark.exercise}: {one_line(clean(mark.title))}", state, points),
            *(mark.worth, words, words),
            about_file=True,
        )
        return
    several = len(mark.devices) > 1
    for device in mark.devices:
        yield from _of_device(mark, device, several)


def _of_device(mark: Mark, device: DeviceMark, several: bool) -> Iterator[Entry]:
    known = mark.credit is not None
    if device.report is None or not device.report.cases:
        words = one_line(clean(device.reason or device.verdict.value), 400)
        name = f"{mark.exercise}: on {one_line(clean(device.device), 40)}"
        points = 0.0 if known else None
        yield Entry(
            *(mark.exercise, name, _WHOLE.get(device.verdict, State.FAILED), points),
            *(_of_worth(mark, device.possible), words, words),
            about_file=True,
        )
        return
    report = clean_record(device.report)
    for case in report.cases:
        yield Entry(
            mark.exercise,
            f"{mark.exercise}: {title_of(case, several or _mixed(report))}",
            _STATES.get(case.verdict, State.FAILED),
            _of_worth(mark, case.points) if known else None,
            _of_worth(mark, case.possible),
            why=remark_of(case, opened=False),
            text=_text(case),
            example=case.visible,
            about_file=case.verdict is Verdict.MISSING,
            seconds=case.seconds,
        )


def _of_worth(mark: Mark, points: float) -> float:
    """Points of a case as what they add to the total."""
    return points / mark.possible * mark.worth if mark.possible else 0.0


def _mixed(report: Report) -> bool:
    return len({case.device for case in report.cases}) > 1


def _text(case: Case) -> str:
    """All that the student may know of a case, as lines of plain text."""
    if case.verdict is Verdict.PASSED:
        return ""
    if case.verdict in (Verdict.SKIPPED, Verdict.FAULT, Verdict.UNAVAILABLE):
        return remark_of(case, opened=True)
    failure = failure_of(case)
    page = Page(80, color=False)
    if failure.call:
        page.row("", one_line(failure.call, 200))
    add_failure(page, failure, indent=0)
    if case.seed is not None:
        page.row("", f"seed {case.seed}")
    return page.text().rstrip("\n")


def _late(mark: Mark, earned: float) -> Iterator[Entry]:
    """The difference between what the cases earned and what counts."""
    lost = (mark.credit or 0.0) - earned
    if abs(lost) < 0.5 * 10**-DIGITS:
        return
    why = f"{rounded(mark.credit or 0.0):g} of {mark.worth:g} points count"
    if mark.hours_late:
        why = f"handed in {mark.hours_late:.1f} hours late: {why}"
    state = State.FAILED if lost < 0 else State.PASSED
    yield Entry(mark.exercise, f"{mark.exercise}: late", state, lost, 0.0, why, why)
