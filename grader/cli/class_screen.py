"""What the person who grades a class sees: what was understood, how far it is, what came out."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import click

from grader.class_report import ClassReport, MarkVerdict
from grader.classroom import Progress
from grader.intake import Intake
from grader.promises import broken_in
from grader.render.clean import clean, one_line
from grader.report import Report, Verdict

SHOWN = 10  # of what was not understood, unless all is asked for
REASONS = 3  # of faults
PARTS = 10  # lines of progress in a pipe


def intake_lines(intake: Intake, full: bool = False) -> Iterator[str]:
    """What was understood and what was not; ``full`` lists every file."""
    for path, layout in intake.layouts:
        yield f"{_safe(path)}: {layout}"
    counts = Counter(s.exercise for s in intake.submissions)
    students = _many(len(intake.students), "student")
    yield f"{students}, {_many(len(intake.submissions), 'submission')}"
    for slug, count in sorted(counts.items()):
        yield f"  {slug:<30} {count:>6}"
    if full:
        yield from _each(intake)
    refused = intake.not_understood
    if refused:
        yield f"not understood: {_many(len(refused), 'file')}"
    for each in refused if full else refused[:SHOWN]:
        yield f"  {_safe(each.path)}: {_safe(each.reason)}"
    if len(refused) > SHOWN and not full:
        yield f"  ... and {len(refused) - SHOWN} more    (--dry-run shows all)"
    if intake.left_out:
        yield f"left out: {_many(intake.left_out, 'file')} of editors and systems"


def _each(intake: Intake) -> Iterator[str]:
    for submission in intake.submissions:
        student = submission.student
        who = f"{student.id} ({student.name})" if student.name else student.id
        parts = [_safe(who), submission.exercise, f"attempt {submission.attempt}"]
        parts += [submission.time.isoformat()] if submission.time else []
        parts += ["late"] if submission.late else []
        yield f"  {', '.join(parts)}: {_safe(submission.source.shown)}"
    handed = {submission.student.id for submission in intake.submissions}
    for id in intake.students:
        if id not in handed:
            yield f"  {_safe(id)}: nothing handed in"


def outcome_lines(report: ClassReport) -> tuple[list[str], int]:
    """What became of each exercise, behind what isolation, and how many faults there are."""
    table: dict[str, Counter[MarkVerdict]] = {head.slug: Counter() for head in report.exercises}
    broken: Counter[str] = Counter()
    why: Counter[tuple[str, str, str]] = Counter()
    absent = False
    for student in report.students:
        for mark in student.marks:
            table[mark.exercise][mark.verdict] += 1
            for each in mark.devices:
                broken.update(broken_in(each.report) if each.report else ())
                if each.verdict is MarkVerdict.FAULT:
                    why[mark.exercise, each.device, each.reason] += 1
                    absent = absent or _absent(each.report)
    lines = [_row("", {verdict: verdict.value for verdict in MarkVerdict})]
    lines += [_row(slug, counts) for slug, counts in table.items()]
    if broken:
        lines.append("the isolation was weak; of so many submissions it was not promised that")
        lines += [f"  {count:>6,}  {promise}" for promise, count in broken.items()]
    faults = sum(counts[MarkVerdict.FAULT] for counts in table.values())
    if faults:
        lines.append(f"{_many(faults, 'mark')} open by a fault, none of them the students'")
        lines += _reasons(why)
        elsewhere = ", on a machine that has the device; --device cpu needs none" if absent else ""
        lines.append(f"--rerun faults grades them again{elsewhere}")
    return lines, faults


def _absent(report: Report | None) -> bool:
    """Whether a device was asked for that was not here: it is no better at the second try."""
    return report is not None and any(c.verdict is Verdict.UNAVAILABLE for c in report.cases)


def _reasons(why: Counter[tuple[str, str, str]]) -> Iterator[str]:
    for (slug, device, reason), count in why.most_common(REASONS):
        yield f"  {slug} on {device}, {count:,}: {_safe(reason)[:120]}"
    if len(why) > REASONS:
        more = _many(len(why) - REASONS, "other reason")
        yield f"  and {more}    (a format such as json names them all)"


def _row(slug: str, cells: Mapping[MarkVerdict, object]) -> str:
    """A line of the table, 80 columns wide."""
    columns = (f"{cells[each]!s:>{len(each.value) + 2}}" for each in MarkVerdict)
    return f"{slug:<22.22}" + "".join(columns)


class Bar:
    """Progress on the error stream: a bar on a terminal, a line for each tenth in a pipe.

    Args:
        total: pieces to be graded.
        by: who grades them: 2 jobs.
    """

    def __init__(self, total: int, by: str) -> None:
        self._total = total
        self._by = by
        self._bar: Any = None
        self._task: Any = None
        self._done = 0
        self._first = 0.0  # when the first result was there: from here on the rate counts
        self._started = time.monotonic()

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            self._bar, self._task = _rich_bar(self._total)
            self._bar.start()
        else:
            click.echo(f"grading {_many(self._total, 'submission')} with {self._by}", err=True)
        return self

    def hear(self, progress: Progress) -> None:
        """One more is done, and its result is kept."""
        before, self._done = self._done, progress.done
        if progress.done == 1:
            self._first = time.monotonic()
        if self._bar is not None:
            rate = self._rate()
            shown = f"{rate:.1f}/s" if rate else ""
            self._bar.update(self._task, completed=progress.done, rate=shown)
        elif progress.done * PARTS // self._total > before * PARTS // self._total:
            click.echo(f"  {progress.done} of {self._total}{self._left()}", err=True)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
        seconds = time.monotonic() - self._started
        rate = self._rate()
        speed = f"; {rate:.1f} a second after the first" if rate else ""
        of = "" if self._done == self._total else f" of {self._total}"
        click.echo(
            f"graded {self._done}{of} in {_long(seconds)} with {self._by}{speed}",
            err=True,
        )
        if self._done < self._total:
            click.echo("the same command goes on from here: results are kept", err=True)

    def _rate(self) -> float:
        """Pieces a second since the first was done, for which processes had to start."""
        seconds = time.monotonic() - self._first
        return (self._done - 1) / seconds if self._done > 1 and seconds > 0 else 0.0

    def _left(self) -> str:
        rate = self._rate()
        left = self._total - self._done
        return f", {rate:.1f} a second, {_long(left / rate)} left" if rate and left else ""


def _rich_bar(total: int) -> tuple[Any, Any]:
    from rich import progress
    from rich.console import Console

    bar = progress.Progress(
        progress.TextColumn("grading"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )
    return bar, bar.add_task("grading", total=total, rate="")


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def _long(seconds: float) -> str:
    """Seconds as a person says them."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"


def _safe(text: str) -> str:
    """A name that others chose, fit for a screen."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return one_line(clean(text, encoding), 200)
