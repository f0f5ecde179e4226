"""What a watch knows at a moment, and so what its screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from grader.catalog import Exercise
from grader.practice import Checked


@dataclass
class State:
    """One exercise under watch.

    ``checked``: the newest verdict. ``gone``: why there is nothing to check, in words. ``hint``:
    the one last asked for. ``note``: what the last key did. ``page``: a text in the report's place,
    until the next key. ``asking``: a question waits for an answer. ``running``: a check is;
    ``slow``: for so long that it is said; ``more``: a first look at it is there. ``top``: the first
    line shown, None for where it makes most sense.
    """

    exercise: Exercise
    checked: Checked | None = None
    gone: str = ""
    absent: bool = False  # there is no file at all
    hint: str = ""
    note: str = ""
    page: str = ""
    asking: bool = False
    running: bool = False
    slow: bool = False
    more: bool = False
    top: int | None = None

    @property
    def passed(self) -> bool:
        """Whether the exercise was passed, now or before."""
        if self.checked is None:
            return False
        standing = self.checked.standing
        before = standing is not None and standing.first_pass is not None
        return self.checked.report.passed or before

    @property
    def line(self) -> int | None:
        """The line to open the file at: the failure's, or the first that is to be written."""
        case = self.checked.report.first_failure if self.checked else None
        if case is not None and case.failure is not None and case.failure.line is not None:
            return case.failure.line
        return self.exercise.entries[0].line if self.exercise.entries else None

    def show(self, checked: Checked) -> None:
        """A new verdict takes the place of what was shown."""
        self.checked, self.top, self.page = checked, None, ""
        if checked.report.passed:
            self.hint = ""

    def open(self, page: str) -> None:
        """A page takes the report's place, from its top."""
        self.page, self.top = page, 0
