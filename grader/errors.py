"""Every error that a person may read; the bottom of the tree, imports nothing of ours.

LearnError          something to tell the user, in three lines at most
+-- UsageError      a wrong word on the command line or a wrong file: exit 2
+-- CourseError     the course itself is broken (an author reads it): exit 3
+-- Fault           ours: the grader failed, never the learner: exit 3
"""

from __future__ import annotations


class LearnError(Exception):
    """What went wrong, what was found, and what to type next.

    Args:
        what: one sentence with the offending value in it.
        found: what was found instead; may be empty.
        next_step: what to type next; may be empty.
    """

    exit_code = 3

    def __init__(self, what: str, found: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.found = found
        self.next_step = next_step

    def __str__(self) -> str:
        return "\n".join(line for line in (self.what, self.found, self.next_step) if line)


class UsageError(LearnError):
    """The command, a name or a file that the user gave does not fit."""

    exit_code = 2


class CourseError(LearnError):
    """A file of the course is missing or breaks a rule of its format."""


class Fault(LearnError):  # noqa: N818 - the vocabulary's word
    """The grader itself failed; no learner's verdict may follow from it."""
