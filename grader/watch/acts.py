"""What the keys of a watch do to a workspace, each answered in lines of text.

The same functions as behind the commands; what goes wrong is told on the watch's screen and ends
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TypeVar, cast

from grader.catalog import Course, Exercise
from grader.errors import LearnError
from grader.practice import Checked, Looked, check, keep, look
from grader.progress.events import Event, Kind
from grader.progress.kept import events_of
from grader.progress.standing import Standing, Status, current, standings
from grader.progress.store import Progress
from grader.report import Report
from grader.watch.ending import final_words
from grader.workspace import Workspace

F = TypeVar("F", bound=Callable[..., str])


def told(act: F) -> F:
    """The act, with what goes wrong as its answer."""

    @wraps(act)
    def safe(*args: object, **kwargs: object) -> str:
        try:
            return act(*args, **kwargs)
        except LearnError as error:
            return str(error)

    return cast(F, safe)


@dataclass(frozen=True)
class Acts:
    """A learner's workspace as the keys of a watch reach it."""

    course: Course
    workspace: Workspace
    environ: Mapping[str, str] = field(default_factory=dict)
    editor: str = ""  # the learner's wish; empty: as the environment says

    # ------------------------------------------------------------------ the check

    def path(self, exercise: Exercise) -> Path:
        """The learner's file."""
        return self.workspace.file(exercise)

    def shown(self, exercise: Exercise) -> str:
        """How messages call it."""
        return self.workspace.shown(exercise)

    def look(self, exercise: Exercise) -> Looked:
        """The file as it is now; raises UsageError when there is none."""
        return look(exercise, self.path(exercise), self.shown(exercise))

    def keep(
        self, looked: Looked, report: Report | None, show: Callable[[Checked], None]
    ) -> Checked:
        """Keeps the attempt, after ``show`` has heard of it; no report: the look said it all."""
        if report is None:
            return check(self.course, looked, show=show)
        return keep(self.course, looked, report, show=show)

    # ------------------------------------------------------------------ where the learner stands

    def standing(self, exercise: Exercise) -> Standing:
        """What is known of an exercise; raises NotKept when the progress cannot be read."""
        return self._standings().get(exercise.slug, Standing(exercise.slug))

    def current(self) -> Exercise | None:
        """The exercise the learner is at; None when all are done."""
        events = events_of(self.workspace.root)
        slug = current([e.slug for e in self.course.exercises], events)
        return self.course.find(slug) if slug else None

    def _standings(self) -> dict[str, Standing]:
        return standings(events_of(self.workspace.root))

    @told
    def final_words(self) -> str:
        """What is left when every exercise is done."""
        return final_words(self.course, self._standings())

    @told
    def listed(self, at: Exercise) -> str:
        """The exercises, a line each, with a mark at this one."""
        known = self._standings()
        rows = []
        for exercise in self.course.exercises:
            status = known.get(exercise.slug, Standing(exercise.slug)).status
            word = "" if status is Status.TODO else status.value
            mark = ">" if exercise == at else " "
            rows.append(f"{mark} {exercise.number}  {exercise.title:<42.42} {word}".rstrip())
        return "\n".join(rows)

    # ------------------------------------------------------------------ the keys

    @told
    def hint(self, exercise: Exercise) -> str:
        """The next hint, which is recorded; the last one again when all were shown."""
        hints = exercise.settings.hints
        if not hints:
            return f"{exercise.number} has no hints"
        with Progress(self.workspace.root) as progress:
            known = standings(progress.events(exercise.slug))
            seen = known[exercise.slug].hints if exercise.slug in known else 0
            number = min(seen + 1, len(hints))
            if number > seen:
                progress.add(Event(Kind.HINT, exercise.slug, {"number": number}))
        return f"hint {number} of {len(hints)}\n  {hints[number - 1]}"

    @told
    def open(self, exercise: Exercise, line: int | None) -> str:
        """Opens the file in an editor that has a window of its own, and says so."""
        from grader.editor import open_file

        path = self.path(exercise)
        return open_file(path, line, environ=self.environ, wish=self.editor, terminal=False)

    @told
    def reset(self, exercise: Exercise) -> str:
        """Puts the stub back; what was in the file is kept."""
        from grader.versions.changes import File, put
        from grader.versions.history import number_of
        from grader.versions.stubs import stub_of

        file = File(exercise, self.path(exercise), self.shown(exercise))
        with Progress(self.workspace.root) as progress:
            event = put(progress, file, stub_of(exercise, self.workspace), Kind.RESET)
            if event is None:
                return f"{file.shown} is the untouched stub already"
            number = number_of(progress.events(exercise.slug), event.text)
        return f"{file.shown} is the stub again; your version is kept as {exercise.number}@{number}"

    @told
    def difference(self, exercise: Exercise) -> str:
        """What differs from the learner's file to the solution."""
        from grader.versions.differences import differences

        mine = self.look(exercise).handed.text
        reference = exercise.reference.read_text("utf-8")
        name = f"solution of {exercise.number}"
        lines: Sequence[str] = differences(mine, reference, self.shown(exercise), name)
        return "\n".join(lines) or "your file is the solution, line by line"
