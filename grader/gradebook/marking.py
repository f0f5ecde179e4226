"""From reports to marks: a device, an attempt, an exercise, by the rubric. Nothing is inferred.

What is not known has no points: not handed in, unreadable, a fault of ours. A rubric may say that
what is missing counts as zero; nothing else ever does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from grader.class_report import DeviceMark, ExerciseHead, Mark, MarkVerdict
from grader.gradebook.rubric import LATEST, ZERO, Rubric, Weighing
from grader.report import Report, Verdict

# The verdict over several devices is the first of these that one of them has.
_ORDER = (
    MarkVerdict.FAULT,
    MarkVerdict.UNREADABLE,
    MarkVerdict.MISSING,
    MarkVerdict.TIMEOUT,
    MarkVerdict.NOT_PASSED,
    MarkVerdict.PASSED,
)


@dataclass(frozen=True)
class Attempt:
    """One file that was handed in, with what became of it on each device."""

    number: int
    devices: tuple[DeviceMark, ...]
    time: datetime | None = None
    marked_late: bool = False  # by the platform


def weighed(report: Report, weighing: Weighing) -> Report:
    """The report with the points that the rubric gives its cases."""
    cases = tuple(
        replace(case, possible=weighing.points.get(case.id, case.possible)) for case in report.cases
    )
    return replace(report, cases=cases)


def device_mark(device: str, report: Report, possible: float, weighing: Weighing) -> DeviceMark:
    """What a report says of one device; ``possible`` counts where the report has no cases."""
    report = weighed(report, weighing)
    possible = sum(case.possible for case in report.cases) or possible
    verdicts = [case.verdict for case in report.cases]
    if Verdict.FAULT in verdicts or not verdicts:
        told = next((case.failure.rationale for case in report.faults if case.failure), "")
        reason = told or "the grader failed"
        return DeviceMark(device, MarkVerdict.FAULT, None, possible, reason, report)
    if Verdict.UNAVAILABLE in verdicts:
        why = next((d.detail for d in report.devices if d.name == device), "")
        reason = why or f"no {device} device here"
        return DeviceMark(device, MarkVerdict.FAULT, None, possible, reason, report)
    verdict = MarkVerdict.PASSED if report.passed else MarkVerdict.NOT_PASSED
    if not report.passed and Verdict.TIMEOUT in verdicts:
        verdict = MarkVerdict.TIMEOUT
    return DeviceMark(device, verdict, report.points, possible, "", report)


def unknown(head: ExerciseHead, verdict: MarkVerdict, reason: str) -> tuple[DeviceMark, ...]:
    """The same verdict without points on every device of an exercise."""
    share = head.possible / len(head.devices)
    return tuple(DeviceMark(device, verdict, None, share, reason) for device in head.devices)


def mark(head: ExerciseHead, attempts: Sequence[Attempt], rubric: Rubric) -> Mark:
    """The mark of one exercise of one student: of the attempt that counts.

    Raises UsageError when the rubric's late policy gives no number.
    """
    if not attempts:
        nothing = unknown(head, MarkVerdict.MISSING, "nothing was handed in")
        zero = 0.0 if rubric.missing == ZERO else None
        return Mark(
            head.slug,
            head.title,
            MarkVerdict.MISSING,
            zero,
            head.possible,
            zero,
            head.worth,
            nothing,
        )
    weighing = rubric.of(head.slug)
    marks = [_of_attempt(head, attempt, len(attempts), weighing) for attempt in attempts]
    if rubric.attempt == LATEST:
        return marks[-1]
    known = [each for each in marks if each.points is not None]
    if not known:
        faults = [each for each in marks if each.verdict is MarkVerdict.FAULT]
        return (faults or marks)[-1]
    best = max(known, key=lambda each: (each.points or 0.0, -each.attempt))
    lost = [each for each in marks if each.verdict is MarkVerdict.FAULT]
    if lost and (best.points or 0.0) < best.possible and not best.open:
        best = replace(best, open=f"attempt {lost[-1].attempt} could not be graded")
    return best


def _of_attempt(head: ExerciseHead, attempt: Attempt, count: int, weighing: Weighing) -> Mark:
    verdict = min((d.verdict for d in attempt.devices), key=_ORDER.index)
    possible = sum(device.possible for device in attempt.devices)
    points = None
    if all(device.points is not None for device in attempt.devices):
        points = sum(device.points or 0.0 for device in attempt.devices)
    hours = hours_late(attempt, weighing)
    before, open = None, ""
    if points is not None and weighing.late is not None and hours != 0.0:
        if hours is None:
            open = "late, and nobody knows by how much"
        else:
            before, points = points, _after_late(points, possible, hours, attempt, weighing)
    if not verdict.is_known:
        open = next((d.reason for d in attempt.devices if d.verdict is verdict), "")
    credit = None if points is None else _credit(points, possible, head.worth)
    return Mark(
        *(head.slug, head.title, verdict, points, possible, credit, head.worth, attempt.devices),
        attempt=attempt.number,
        attempts=count,
        time=attempt.time.isoformat() if attempt.time else "",
        hours_late=hours,
        before_late=before,
        open=open,
    )


def _after_late(
    points: float, possible: float, hours: float, attempt: Attempt, weighing: Weighing
) -> float:
    assert weighing.late is not None
    values = {
        "points": points,
        "possible": possible,
        "hours_late": hours,
        "days_late": hours / 24,
        "attempt": float(attempt.number),
    }
    return max(0.0, weighing.late(values))


def _credit(points: float, possible: float, worth: float) -> float:
    return points / possible * worth if possible else 0.0


def hours_late(attempt: Attempt, weighing: Weighing) -> float | None:
    """Hours after the due time; None when it is late and nobody knows by how much.

    A time without a zone is taken in the zone of the other one, and in UTC where neither has any.
    """
    if attempt.time is None or weighing.due is None:
        return None if attempt.marked_late else 0.0
    zone = weighing.due.tzinfo or attempt.time.tzinfo or timezone.utc
    time, due = (t if t.tzinfo else t.replace(tzinfo=zone) for t in (attempt.time, weighing.due))
    return max(0.0, (time - due).total_seconds() / 3600)
