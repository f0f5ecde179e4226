"""What has to be graded: each submission on each device that its exercise requires, by content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import groupby

from grader.catalog import Course, Exercise
from grader.class_report import ExerciseHead, Student
from grader.engines import Chunk, Piece
from grader.errors import UsageError
from grader.gradebook import Gradebook, Key, Rubric
from grader.gradebook.store import UNAVAILABLE
from grader.intake import HandedIn, Intake
from grader.intake.text import Texts

CHUNK = 20  # pieces
CHUNK_LETTERS = 1 << 18


@dataclass(frozen=True)
class Choice:
    """What the caller wants of a run.

    ``devices`` in place of the rubric's; ``seed`` 0 for the usual ones; ``students`` to grade and
    report, all if empty; ``force``: grade again what is graded; ``again``: what ended in a "fault"
    or a "timeout"; ``patience``: cases of a submission that may run out of time, 0 for any number;
    ``exercise``: the slug of the only one that counts, whatever the rubric names.
    """

    devices: tuple[str, ...] = ()
    seed: int = 0
    students: tuple[str, ...] = ()
    force: bool = False
    again: tuple[str, ...] = ()
    patience: int = 0
    exercise: str = ""


@dataclass(frozen=True)
class Read:
    """A submission that was read: the digest of what is graded, or why there is nothing."""

    submission: HandedIn
    digest: str
    unreadable: str = ""


class Plan:
    """Reads all submissions once, and knows which of them have no row in the gradebook.

    Args:
        course: whose exercises they are.
        intake: what was handed in.
        rubric: says which devices are required.
        choice: of the caller.

    Raises UsageError when the rubric or the choice names what is not there.
    """

    def __init__(self, course: Course, intake: Intake, rubric: Rubric, choice: Choice) -> None:
        special = {course.find(name).slug: each for name, each in rubric.special.items()}
        self.rubric = replace(rubric, special=special)
        self.choice = choice
        self._course = course
        self.students = _chosen(intake, choice.students)
        ids = {student.id for student in self.students}
        chosen = [s for s in intake.submissions if s.student.id in ids]
        latest = {(s.student.id, s.exercise): s for s in intake.submissions}
        self._texts = Texts(course, lambda student, slug: latest.get((student, slug)))
        named = {choice.exercise} if choice.exercise else set(special)
        slugs = {s.exercise for s in intake.submissions} | named
        self.heads = tuple(self._head(course.find(slug)) for slug in sorted(slugs))
        self.read = [self._read(submission) for submission in chosen]
        self._torch = version("torch")
        self._suite = cache(lambda slug: course.find(slug).digest)
        self._devices = {head.slug: head.devices for head in self.heads}

    def key(self, read: Read, device: str) -> Key:
        """The name of its result in the gradebook."""
        slug = read.submission.exercise
        return Key(read.digest, slug, self._suite(slug), self._torch, device, self.choice.seed)

    def wanted(self, gradebook: Gradebook) -> list[tuple[Key, Read]]:
        """What has to be graded, each content once, in the order of exercise, device, digest."""
        found: dict[Key, Read] = {}
        for read in self.read:
            for device in self._devices[read.submission.exercise]:
                key = self.key(read, device)
                if not read.unreadable and key not in found and self._is_wanted(gradebook, key):
                    found[key] = read
        return sorted(
            found.items(), key=lambda item: (item[0].exercise, item[0].device, item[0].submission)
        )

    def chunks(self, wanted: Sequence[tuple[Key, Read]]) -> Iterator[Chunk]:
        """The submissions to be graded, read again as they are needed: a class is not in memory."""
        for (slug, device), group in groupby(wanted, lambda item: _kind(item[0])):
            pieces: list[Piece] = []
            for _, read in group:
                piece = self._piece(read)
                pieces += [piece] if piece else []
                letters = sum(len(each.text) for each in pieces)
                if len(pieces) == CHUNK or letters > CHUNK_LETTERS:
                    yield self._chunk(slug, device, pieces)
                    pieces = []
            if pieces:
                yield self._chunk(slug, device, pieces)

    def _chunk(self, slug: str, device: str, pieces: list[Piece]) -> Chunk:
        return Chunk(slug, device, tuple(pieces), self.choice.seed, self.choice.patience)

    def _is_wanted(self, gradebook: Gradebook, key: Key) -> bool:
        state = gradebook.state(key)
        if state in (None, UNAVAILABLE):  # a device that was not there may be there now
            return True
        return self.choice.force or state in self.choice.again

    def _piece(self, read: Read) -> Piece | None:
        """The text, unless the file was changed since it was first read."""
        try:
            text = self._texts.read(read.submission)
        except UsageError:  # it is gone, or no text any more
            return None
        return Piece(text.digest, text.text, text.earlier) if text.digest == read.digest else None

    def _read(self, submission: HandedIn) -> Read:
        try:
            return Read(submission, self._texts.read(submission).digest)
        except UsageError as error:
            shown = submission.source.shown
            what = error.what.replace(shown, shown.rpartition("/")[2])
            reason = "; ".join(line for line in (what, error.found) if line)
            return Read(submission, hashlib.sha256(b"").hexdigest(), reason)

    def _head(self, exercise: Exercise) -> ExerciseHead:
        weighing = self.rubric.of(exercise.slug)
        known = {case.id for case in exercise.cases}
        for name in weighing.points:
            if name not in known:
                raise UsageError(
                    f"the rubric gives points to {name!r}, and {exercise.slug} has no such case",
                    f"its cases are {', '.join(sorted(known))[:300]}",
                )
        declared = exercise.settings.devices
        required = self.choice.devices or weighing.devices
        devices = tuple(d for d in required if d in declared) or declared[:1]
        once = sum(weighing.points.get(case.id, case.possible) for case in exercise.cases)
        possible = once * len(devices)
        worth = possible if weighing.weight is None else weighing.weight
        return ExerciseHead(exercise.slug, exercise.title, possible, worth, devices)


def _kind(key: Key) -> tuple[str, str]:
    return key.exercise, key.device


def _chosen(intake: Intake, wanted: tuple[str, ...]) -> list[Student]:
    """The students that were asked for by id, name, email or a platform's id; all for none.

    Raises UsageError for one who is not there.
    """
    students = list(intake.students.values())
    if not wanted:
        return students
    chosen = []
    for text in wanted:
        found = [s for s in students if text in (s.id, s.name, s.email, *dict(s.ids).values())]
        if not found:
            import difflib

            names = [name for s in students for name in (s.id, s.name) if name]
            close = difflib.get_close_matches(text, names, n=3, cutoff=0.4)
            raise UsageError(
                f"nobody called {text!r} handed in anything",
                f"the closest are {', '.join(close)}" if close else f"{len(students)} students did",
                "--dry-run lists them all",
            )
        chosen += found
    return sorted({student.id: student for student in chosen}.values(), key=lambda s: s.id)
