"""``check``, ``hint`` and ``progress``: what a learner calls in a cell."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from grader.catalog import Course, Exercise, bundled_course
from grader.errors import UsageError
from grader.grading.wishes import Wishes
from grader.notebook import shown
from grader.notebook.cells import python_of
from grader.notebook.gather import Cell, Gathered, gather, source_of
from grader.notebook.kernel import Kernel, kernel, told
from grader.notebook.process import Process
from grader.notebook.version import about_torch, old_torch
from grader.parts import parts_of
from grader.practice import Looked, extras_of, look, look_at_text
from grader.practice import check as practise
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.way import Way
from grader.workspace import Workspace, find_workspace


@dataclass
class Desk:
    """The course as this notebook uses it, and the process that grades."""

    course: Course
    process: Process
    hints: dict[str, int] = field(default_factory=dict)  # seen, where no workspace remembers them
    python: dict[str, str | None] = field(default_factory=dict)  # of cells, by their text

    @property
    def workspace(self) -> Workspace | None:
        """The workspace around the notebook's folder, if there is one."""
        with contextlib.suppress(UsageError):
            return find_workspace(self.course)
        return None

    def exercise(self, name: object) -> Exercise:
        """The exercise of that name or number; the one that the learner is at if it is empty.

        Raises UsageError when there is none.
        """
        if callable(name):
            called = getattr(name, "__name__", "matmul")
            raise UsageError("which exercise?", "", f'check("03", {called})    names it first')
        if name not in ("", None):
            return self.course.find(f"{name:02}" if isinstance(name, int) else str(name))
        workspace = self.workspace
        at = self._way(workspace).current if workspace else None
        if at is None:
            raise UsageError("which exercise?", "", 'check("03")    names one')
        return self.course.find(at)

    def _way(self, workspace: Workspace) -> Way:
        return Way([e.slug for e in self.course.exercises], events_of(workspace.root))

    def grade(
        self, looked: Looked, call: str, wishes: Wishes, sent: str = "", *more: str
    ) -> shown.Outcome:
        """Grades what was looked at and keeps the attempt."""
        with old_torch():
            checked = practise(self.course, looked, self.process, wishes)
        extras_of(checked)  # opens the suite's hints now: showing it again needs no file
        remarks = (*about_torch(checked.report), *more)
        return shown.Outcome(checked, call, sent, remarks)


@cache
def desk() -> Desk:
    """The one desk of this Python."""
    course = bundled_course()
    return Desk(course, Process(course.root))


@told
def check(
    exercise: str | int = "",
    *answers: object,
    only: str | Iterable[str] = (),
    seed: int | None = None,
    device: str = "auto",
) -> shown.Outcome:
    """Grades your answer to an exercise, in the confined process that `learn check` uses.

    Args:
        exercise: "03", "matmul" or "03_matmul"; the one that you are at if left out.
        answers: functions and classes of this notebook. Their text is graded, with the imports and
            helpers that they need from your cells. Without them your file in ``exercises`` is.
        only: the cases to run.
        seed: that the inputs are drawn from.
        device: cpu, cuda, mps, all, or auto, which takes what is here.
    """
    here, at = kernel(), desk()
    found = at.exercise(exercise)
    wishes = Wishes(device, seed, (only,) if isinstance(only, str) else tuple(only))
    call = f'check("{found.number}"'
    if not answers:
        return at.grade(_file(at, found), call, wishes)
    names = [_name(here, value, found) for value in answers]
    entries = [e.name for e in found.entries if e.name in here.names and e.name not in names]
    gathered = gather([*names, *entries], cells_of(here), here.names)
    where = f"In [{gathered.sources[0]}]" if len(gathered.sources) == 1 else "this notebook"
    looked = looked_at(at, found, gathered, where)
    sent = "" if gathered.whole else gathered.text
    return at.grade(looked, ", ".join([call, *names]), wishes, sent)


def looked_at(at: Desk, exercise: Exercise, gathered: Gathered, where: str) -> Looked:
    """The first look at a text; the workspace, if there is one, keeps its attempt."""
    workspace = at.workspace
    return look_at_text(exercise, gathered.text, where, workspace.root if workspace else None)


def _file(at: Desk, exercise: Exercise) -> Looked:
    workspace = at.workspace
    if workspace is None:
        names = ", ".join(entry.name for entry in exercise.entries)
        raise UsageError(
            f"there is no folder of exercises around {Path.cwd()}",
            "!learn init    makes one here",
            f'check("{exercise.number}", {names})    grades what is defined in this notebook',
        )
    return look(exercise, workspace.file(exercise), workspace.shown(exercise))


def _name(here: Kernel, value: object, exercise: Exercise) -> str:
    """What the notebook calls a function or class of its own.

    Raises UsageError for anything else.
    """
    called = getattr(value, "__name__", "")
    names = [name for name, known in here.names.items() if known is value]
    if not (callable(value) and names) or isinstance(value, str):
        kind = type(value).__name__
        raise UsageError(
            f"{called or f'a {kind}'} is no function or class of this notebook",
            "" if called else "check takes what you wrote: a function or a class, by its name",
        )
    name: str = called if called in names else names[0]
    home = getattr(value, "__module__", None)
    if home != "__main__" and source_of(value) is not None and _from_file(value):
        raise UsageError(
            f"{name} was not written in this notebook but in {home}",
            "",
            f"!learn check {exercise.number} --file {home}.py    grades a file",
        )
    return name


def _from_file(value: object) -> bool:
    return Path(getattr(getattr(value, "__code__", None), "co_filename", "")).is_file()


def cells_of(here: Kernel) -> list[Cell]:
    """The notebook's cells as plain Python, in the order in which they were run."""
    known, cells = desk().python, []
    for number, typed in here.cells():
        if typed not in known:
            known[typed] = python_of(typed, here.plain)
        text = known[typed]
        if text is not None:
            cells.append(Cell(number, text))
    return cells


@told
def hint(exercise: str | int = "", number: int | None = None) -> shown.Hint:
    """The next hint for an exercise; which ones you saw is kept in your workspace.

    Args:
        exercise: as in `check`.
        number: which hint; the next one if left out.
    """
    kernel()
    at = desk()
    found = at.exercise(exercise)
    hints = found.settings.hints
    if not hints:
        raise UsageError(f"{found.slug} has no hints")
    seen = min(_seen(at, found), len(hints))
    number = min(seen + 1, len(hints)) if number is None else number
    if not 1 <= number <= len(hints):
        raise UsageError(f"{found.slug} has {len(hints)} hints, and no number {number}")
    not_kept = _keep(at, found, number) if number > seen else ()
    return shown.Hint(found, number, len(hints), hints[number - 1], not_kept)


def _seen(at: Desk, exercise: Exercise) -> int:
    """The highest hint that the learner saw, as far as that is known."""
    seen = at.hints.get(exercise.slug, 0)
    workspace = at.workspace
    with contextlib.suppress(UsageError):
        if workspace is not None:
            way = Way([exercise.slug], events_of(workspace.root))
            return max(seen, way.standings[exercise.slug].hints)
    return seen


def _keep(at: Desk, exercise: Exercise, number: int) -> tuple[str, ...]:
    """Keeps that the hint was shown; why it could not be kept."""
    at.hints[exercise.slug] = number
    workspace = at.workspace
    if workspace is None:
        return ()
    from grader.progress.store import Progress

    try:
        with Progress(workspace.root) as store:
            store.add(Event(Kind.HINT, exercise.slug, {"number": number}))
    except UsageError as error:
        return (f"that you saw it was not kept: {error}",)
    return ()


@told
def progress() -> shown.Progress:
    """How far you are in the workspace around this notebook."""
    kernel()
    at = desk()
    workspace = find_workspace(at.course)
    events = events_of(workspace.root)
    from grader.progress.summary import summary

    current = Way([e.slug for e in at.course.exercises], events).current
    line = ""
    if current is not None:
        found = at.course.find(current)
        line = f'you are at {found.number} {found.title}: check("{found.number}")'
    return shown.Progress(summary(parts_of(at.course), events), line)
