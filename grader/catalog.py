"""The course as it lies on disk: which exercises there are, and where their files are.

Never imports torch, never runs a line of the course. The suite's text is secret: it is opened by
`Exercise.settings` and `Exercise.cases`, not before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import CourseError, UsageError
from grader.opened import read_course

if TYPE_CHECKING:  # a list reads no syntax tree
    from grader.declared import CaseHead, Entry, Settings

DEVICES = ("cpu", "cuda", "mps")
POLICIES = ("after-pass", "after-hints", "never", "always")  # when a solution may be seen
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")  # of a slug


@dataclass(frozen=True)
class Exercise:
    """One exercise and the places of its files."""

    slug: str
    root: Path  # the course's folder

    @property
    def number(self) -> str:
        """Its two digits."""
        return self.slug[:2]

    @property
    def stub(self) -> Path:
        """The file that a learner starts from."""
        return self.root / "exercises" / f"{self.slug}.py"

    @property
    def reference(self) -> Path:
        """The model answer: secret."""
        return self.root / "solutions" / f"{self.slug}.py"

    @property
    def suite(self) -> Path:
        """The hidden suite: secret."""
        return self.root / "tests" / f"{self.slug}.py"

    @property
    def wrongs(self) -> list[Path]:
        """Known wrong answers: secret."""
        return sorted((self.root / "tests" / "wrong" / self.slug).glob("*.py"))

    @property
    def rights(self) -> list[Path]:
        """Right answers in other styles; only in a checkout."""
        return sorted((self.root / "tests" / "right" / self.slug).glob("*.py"))

    @cached_property
    def prompt(self) -> str:
        """The stub's docstring: a short lesson and the task."""
        from grader.declared import prompt_of

        return prompt_of(self.stub)

    @cached_property
    def title(self) -> str:
        """The first line of the prompt, read without parsing the file: a list shows them all."""
        with self.stub.open(encoding="utf-8") as file:
            first = file.readline().strip()
        return first.lstrip("rR").strip('"').rstrip(".")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What the learner writes: the functions and classes that raise NotImplementedError."""
        from grader.declared import entries_of

        return entries_of(self.stub)

    @cached_property
    def settings(self) -> Settings:
        """The literal in the suite's ``pytestmark``; opens the suite.

        Raises CourseError when it is no literal or names an unknown setting.
        """
        from grader.declared import settings_of

        return settings_of(self.suite)

    @cached_property
    def cases(self) -> tuple[CaseHead, ...]:
        """The suite's tests in order, without running it; opens the suite."""
        from grader.declared import cases_of

        return cases_of(self.suite)

    @property
    def quick_device_check(self) -> tuple[str, ...]:
        """The cases that a device check without a GPU runs where a learner waits for it."""
        chosen = self.settings.simulated
        return chosen if chosen is not None else tuple(c.id for c in self.cases if c.visible)

    @property
    def digest(self) -> str:
        """Names this version of suite and reference, 12 hex digits; opens both."""
        import hashlib  # OpenSSL costs 10 ms, which a list need not pay

        digest = hashlib.sha256()
        for path in (self.suite, self.reference):
            digest.update(read_course(path))
        return digest.hexdigest()[:12]


class Course:
    """All exercises below one folder, in order.

    Args:
        root: the folder that holds ``exercises``, ``solutions`` and ``tests``.

    Raises CourseError when there is no exercise in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        stubs = sorted((root / "exercises").glob("[0-9][0-9]_?*.py"))
        self.exercises = [Exercise(p.stem, root) for p in stubs if _LETTERS.issuperset(p.stem)]
        if not self.exercises:
            raise CourseError(f"there is no course in {root}", "no exercises/NN_name.py was found")

    @property
    def secret(self) -> tuple[Path, ...]:
        """The folders that no worker may see."""
        return (self.root / "solutions", self.root / "tests")

    @property
    def solutions(self) -> str:
        """When learners may see solutions: the word in solutions/policy, after-pass without it.

        Raises CourseError when it is none of ``POLICIES``.
        """
        path = self.root / "solutions" / "policy"
        try:
            word = path.read_text("utf-8").strip()
        except FileNotFoundError:
            return POLICIES[0]
        if word not in POLICIES:
            raise CourseError(f"{path} says {word[:40]!r}", f"known are {', '.join(POLICIES)}")
        return word

    def find(self, name: str) -> Exercise:
        """The exercise of a number, a name, a slug or a path.

        Raises UsageError with the closest names when there is none.
        """
        wanted = Path(name).stem if name.endswith(".py") or "/" in name else name
        for exercise in self.exercises:
            if wanted in (exercise.slug, exercise.slug[3:]):
                return exercise
        if wanted.isdecimal() and len(wanted) < 9:
            for exercise in self.exercises:
                if int(exercise.number) == int(wanted):
                    return exercise
        names = {e.slug[3:]: e.slug for e in self.exercises} | {
            e.slug: e.slug for e in self.exercises
        }
        import difflib

        close = difflib.get_close_matches(wanted, names, n=6, cutoff=0.4)
        slugs = list(dict.fromkeys(names[match] for match in close))[:3]
        known = slugs or [e.slug for e in self.exercises[:3]]
        raise UsageError(
            f"there is no exercise {name!r}",
            f"the closest are {', '.join(known)}" if slugs else f"there are {', '.join(known)} ...",
            f"learn check {known[0]}    (learn list shows all)",
        )


def bundled_course() -> Course:
    """The course that comes with the grader: inside the wheel, or around it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "course"
    return Course(inside if inside.is_dir() else package.parent)
