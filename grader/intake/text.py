"""The text of what was handed in, with the student's own earlier answers that it imports.

In a class nothing is parsed outside of a worker: the imports are found line by line, by pattern.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from grader.catalog import Course, Exercise
from grader.intake.names import split
from grader.intake.notebook import MOST_BYTES, notebook_text
from grader.intake.records import HandedIn, Source
from grader.submission import MAX_BYTES, Unreadable, decode, too_large

_IMPORT = re.compile(
    r"^[ \t]*from[ \t]+exercises[ \t]+import[ \t]+(?:\(([^()]{0,2000})\)|([^\n#()]{1,2000}))",
    re.MULTILINE,
)
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Text:
    """What is graded: ``digest`` names the text and the earlier answers together."""

    text: str
    earlier: tuple[tuple[str, str], ...]
    digest: str


def text_of(source: Source) -> str:
    """The Python of a file, or of a notebook's cells.

    Raises Unreadable when it has none.
    """
    if split(source.shown)[1] == ".ipynb":
        text = notebook_text(source.read(MOST_BYTES), source.shown)
        too_large(text.encode("utf-8", "replace"), source.shown)
        return text
    data = source.read(MAX_BYTES)
    too_large(data, source.shown)
    return decode(data, source.shown)


class Texts:
    """Reads submissions with the earlier answers of the same student.

    Args:
        course: says which names an earlier exercise asks for.
        earlier: the latest file of a student for an exercise, None where there is none.
    """

    def __init__(
        self, course: Course, earlier: Callable[[str, str], HandedIn | None] = lambda *_: None
    ) -> None:
        self._earlier = earlier
        self._asked: dict[str, Exercise] = {}
        for exercise in reversed(course.exercises):
            self._asked |= {entry.name: exercise for entry in exercise.entries}

    def read(self, submission: HandedIn) -> Text:
        """What is to be graded.

        Raises Unreadable when the file itself holds no text; an earlier answer that cannot be had
        is left out, and the import then fails in the worker, as it would for the student.
        """
        text = text_of(submission.source)
        files: dict[str, str] = {}
        self._collect(text, submission.student.id, submission.exercise, files)
        earlier = tuple((f"{slug}.py", files[slug]) for slug in sorted(files))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
        for name, each in earlier:
            digest.update(f"\0{name}\0{each}".encode("utf-8", "surrogatepass"))
        return Text(text, earlier, digest.hexdigest())

    def _collect(self, text: str, student: str, slug: str, files: dict[str, str]) -> None:
        for name in sorted(imported(text)):
            exercise = self._asked.get(name)
            if exercise is None or exercise.slug >= slug or exercise.slug in files:
                continue
            found = self._earlier(student, exercise.slug)
            if found is None:
                continue
            try:
                files[exercise.slug] = text_of(found.source)
            except Unreadable:
                continue
            self._collect(files[exercise.slug], student, exercise.slug, files)


def imported(text: str) -> set[str]:
    """The names that lines of the form ``from exercises import ...`` ask for."""
    if "exercises" not in text:
        return set()
    names: set[str] = set()
    for found in _IMPORT.finditer(text):
        for part in (found.group(1) or found.group(2) or "").split(","):
            first = _NAME.search(part.partition(" as ")[0])
            names.update([first.group()] if first else [])
    return names
