"""One check of a learner's, whoever asks for it: graded, kept, and what follows from it.

The verdict comes first: whatever is wrong with the store, the report is given, with the reason why
the attempt was not kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from grader.catalog import Course, Exercise
from grader.errors import LearnError
from grader.grading.at_once import without_running
from grader.grading.wishes import PRACTICE, Wishes
from grader.practice.looked import Looked
from grader.progress.events import Event, Kind, attempt
from grader.progress.standing import Standing
from grader.progress.texts import as_text
from grader.progress.way import Way
from grader.report import Report
from grader.submission import Handed

if TYPE_CHECKING:
    from grader.progress.store import Progress

OFTEN = 3  # fails of the same case in a row, after which a hint is offered


class Grades(Protocol):
    """What gives a report on a submission: a `Grader`, or one in another process."""

    def check(self, exercise: Exercise, handed: Handed, wishes: Wishes = ...) -> Report:
        """The report on one submission."""


@dataclass(frozen=True)
class Checked:
    """A report and what a screen says beside it.

    ``standing`` is None without a workspace, and where its store cannot be read. ``part``: only
    some cases ran, or one seed, so that a pass of theirs passes nothing.
    """

    report: Report
    exercise: Exercise
    standing: Standing | None = None  # after this attempt
    first_pass: bool = False
    part: bool = False
    passed: tuple[int, int] | None = None  # exercises of the course passed, and all of them
    following: Exercise | None = None  # where to go from here; None at the course's end
    not_kept: tuple[str, ...] = ()  # why the attempt was not kept, in one or two lines
    event: Event | None = None

    @property
    def attempt(self) -> int | None:
        """The number of this attempt; None where there was nothing to run."""
        if self.standing is None or self.event is None or not self.event.data["started"]:
            return None
        return self.standing.attempts + self.standing.repeats

    @property
    def hints(self) -> int:
        """How many hints the exercise has; opens its suite."""
        return len(self.exercise.settings.hints)

    @property
    def offer(self) -> int | None:
        """The hint to offer: after the same case failed again and again, the next one."""
        if self.standing is None or self.standing.fails_in_a_row[1] < OFTEN:
            return None
        following = self.standing.hints + 1
        return following if following <= self.hints else None


def check(
    course: Course,
    looked: Looked,
    grader: Grades | None = None,
    wishes: Wishes = PRACTICE,
    *,
    again: bool = False,
    batch: str = "",
    show: Callable[[Checked], None] | None = None,
) -> Checked:
    """Grades what was looked at and keeps the attempt.

    Make the grader before the first check: the suite is opened here, and the template of the
    grader's workers must not know it.

    Args:
        course: whose exercise it is.
        looked: by `look` or `look_at_text`.
        grader: the caller's own; may be None where the look said it all.
        again, batch, show: as `keep` has them.

    Raises UsageError for a case that is not there, Fault when the suite cannot be run.
    """
    if looked.failure is not None:
        report = without_running(looked.exercise, looked.handed, looked.failure, wishes)
    elif grader is None:
        raise ValueError("a submission that has to be run needs a grader")
    else:
        report = grader.check(looked.exercise, looked.handed, wishes)
    part = bool(wishes.only) or wishes.seed is not None or wishes.first
    return keep(course, looked, report, part=part, again=again, batch=batch, show=show)


def keep(
    course: Course,
    looked: Looked,
    report: Report,
    *,
    part: bool = False,
    again: bool = False,
    batch: str = "",
    show: Callable[[Checked], None] | None = None,
) -> Checked:
    """Keeps an attempt whose report is there already, and says what follows from it.

    Args:
        course: whose exercise it is.
        looked: what was graded.
        report: on it.
        part: only some cases ran, or one seed, so that a pass of theirs passes nothing.
        again: a repetition of an exercise that was passed before.
        batch: the same for all checks of one command (``--all``), which moves the learner nowhere.
        show: hears the check before it is written down, so that no reader waits for the drive.
    """
    show = show or _nobody
    if looked.root is None:
        checked = _unkept(course, looked, report, part)
        show(checked)
        return checked
    if report.exit_code == 3:  # a fault of ours is no attempt, but the learner's text is theirs
        checked = _unkept(course, looked, report, part)
        show(checked)
        return replace(checked, not_kept=_saved(looked))
    event = attempt(report, again=again, part=part, batch=batch)
    with contextlib.ExitStack() as stack:
        try:
            from grader.progress.store import Progress  # SQLite, where there is a workspace

            progress = stack.enter_context(Progress(looked.root))
            checked = _checked(course, looked.exercise, report, [*progress.events(), event])
        except Exception as error:  # the learner's verdict is worth more than our book
            checked = _unkept(course, looked, report, part, _why(error))
            show(checked)
            return checked
        try:
            show(checked)
        finally:
            not_kept = _added(progress, looked, report, event)
    return replace(checked, not_kept=not_kept)


def _unkept(
    course: Course, looked: Looked, report: Report, part: bool, not_kept: tuple[str, ...] = ()
) -> Checked:
    """A check of which nothing is known but the report."""
    following = next((e for e in course.exercises if e.slug > looked.exercise.slug), None)
    return Checked(report, looked.exercise, part=part, following=following, not_kept=not_kept)


def _nobody(checked: Checked) -> None:
    """Shows nothing."""


def _saved(looked: Looked) -> tuple[str, ...]:
    """Keeps what was handed in as a version; why that could not be done, or nothing."""
    assert looked.root is not None
    try:
        from grader.progress.store import Progress

        with Progress(looked.root) as progress:
            progress.add(Event(Kind.SAVED, looked.exercise.slug), text=_text(looked))
    except Exception as error:  # as above
        return _why(error)
    return ()


def _added(progress: Progress, looked: Looked, report: Report, event: Event) -> tuple[str, ...]:
    """Writes the attempt down; why that could not be done, or nothing."""
    from grader.render.json_report import to_json
    from grader.render.learner import for_learner

    # What `--all` says of files that nobody touched is no news.
    if event.batch and not event.data["started"] and _is_stub(looked):
        return ()
    try:
        told = to_json(for_learner(report))  # what is for staff has no place in a learner's folder
        progress.add(event, text=_text(looked), report=told)
    except Exception as error:  # as above
        return _why(error)
    return ()


def _why(error: Exception) -> tuple[str, ...]:
    """Why an attempt is not kept, in one or two lines."""
    from grader.progress.store import Broken

    if isinstance(error, LearnError):
        then = error.next_step if isinstance(error, Broken) else error.found
        lines = (f"this attempt was not kept: {error.what}", then)
    else:
        lines = (
            "this attempt was not kept: the grader failed",
            f"{type(error).__name__}: {error}"[:200],
        )
    return tuple(line for line in lines if line)


def _text(looked: Looked) -> str | None:
    """What to keep as the version that was checked: the file as it is; None where it is none."""
    if looked.handed.data:
        return as_text(looked.handed.data)
    return looked.handed.text if looked.handed.record.digest else None


def _checked(course: Course, exercise: Exercise, report: Report, events: list[Event]) -> Checked:
    """What follows from the events, the last of which is this attempt."""
    event = events[-1]
    way = Way([e.slug for e in course.exercises], events)
    standing, at = way.standings[exercise.slug], way.current
    return Checked(
        report,
        exercise,
        standing,
        first_pass=standing.first_pass_id == event.id,
        part=bool(event.data.get("part")),
        passed=way.passed,
        following=course.find(at) if at else None,
        event=event,
    )


def _is_stub(looked: Looked) -> bool:
    return looked.handed.text == looked.exercise.stub.read_text("utf-8")
