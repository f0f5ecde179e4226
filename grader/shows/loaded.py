"""A learner's own file, run in this process.

A show is no check: nothing is graded and nothing secret is in memory, so the file runs as if its
writer had started it with Python, on their own machine and with their own rights. What it raises
becomes a `NotShown` with the learner's lines alone.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.catalog import Exercise
from grader.errors import LearnError
from grader.report import Failure, Frame
from grader.submission import Handed, first_look, read, with_earlier


class NotShown(LearnError):  # noqa: N818 - what became of the show
    """The learner's file cannot be shown yet; ``failure`` says why, as a check would."""

    exit_code = 1

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.rationale, failure.exception, failure.help)
        self.failure = failure


def ready(exercise: Exercise, path: Path, shown: str) -> Handed:
    """The submission in a file, once its text gives no reason not to run it. Imports no torch.

    Raises:
        UsageError: there is no such file, it is no text, or it imports what it cannot have.
        NotShown: it is untouched, no Python, or lacks an entry.
    """
    handed = with_earlier(read(path, shown), path.parent, exercise)
    failure = first_look(handed.text, shown, exercise)
    if failure is not None:
        raise NotShown(failure)
    return handed


class Loaded:
    """A submission that was run once and whose entries can be called.

    Args:
        handed: the submission.
        number: of its exercise, for messages.

    Raises NotShown when running the file raises.
    """

    def __init__(self, handed: Handed, number: str) -> None:
        self.number = number
        self._filename = handed.record.path
        self._module = ModuleType("submission")
        self._module.__file__ = self._filename
        self.run("file", self._execute_all, handed)

    def get(self, name: str) -> Any:
        """What the file calls by that name; raises NotShown when there is nothing."""
        if not hasattr(self._module, name):
            raise NotShown(Failure(f"your file has no {name}", f"learn check {self.number}"))
        return getattr(self._module, name)

    def call(self, name: str, *arguments: object) -> Any:
        """What an entry returns; raises NotShown when it raises."""
        return self.run(name, self.get(name), *arguments)

    def run(self, what: str, function: Callable[..., Any], *arguments: object) -> Any:
        """What a function of the learner's returns; ``what`` names it if it raises.

        Raises NotShown with the learner's own lines.
        """
        try:
            return function(*arguments)
        except (Exception, SystemExit) as error:
            raise NotShown(self._failure(what, error)) from None

    def refuse(self, name: str, found: str, expected: str) -> NotShown:
        """The NotShown for an entry that gave back what the show cannot go on with."""
        return NotShown(
            Failure(
                f"your {name} gave back {found}, and the show needs {expected}",
                f"learn check {self.number} says more",
            )
        )

    def _failure(self, what: str, error: BaseException) -> Failure:
        from grader.worker.raised import describe  # imports torch

        told = describe(error, self._filename)
        frames = tuple(
            Frame(f["line"], f["function"], f["source"], tuple(map(tuple, f["variables"])))
            for f in told["frames"]
        )
        exception = f"{told['type']}: {told['message']}".removesuffix(": ")
        return Failure(
            f"your {what} raised, so the show stops here",
            exception=exception,
            frames=frames,
            line=told["line"],
        )

    def _execute_all(self, handed: Handed) -> None:
        """Runs the earlier answers that the file imports, then the file."""
        package = ModuleType("exercises")
        sys.modules["submission"], sys.modules["exercises"] = self._module, package
        for filename, text in handed.earlier:
            module = ModuleType(f"exercises.{filename}")
            _execute(text, filename, module)
            for name, value in vars(module).items():
                if not name.startswith("_"):
                    package.__dict__.setdefault(name, value)
        _execute(handed.text, self._filename, self._module)


def _execute(text: str, filename: str, module: ModuleType) -> None:
    """Runs a text as a module, its lines known to tracebacks."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec", dont_inherit=True), module.__dict__)
