"""What the gate found out about one exercise. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(str, Enum):
    """What became of an answer that the gate handed in."""

    PASSED = "passed"
    CAUGHT = "caught"  # some case did not pass, and the submission is to blame
    NOT_CAUGHT = "not caught"
    EXCUSED = "excused"  # a generic wrong that is right here, by the suite's own words
    NO_EFFECT = "no effect"  # a generic wrong that never changed an answer
    NOT_HERE = "not shown here"  # shows on a device that this machine does not have
    BROKEN = "broken"  # the suite failed on it, or it does not run at all


@dataclass(frozen=True)
class Finding:
    """A rule that a file of the course breaks.

    ``rule`` is a word to search for: files, title, signature, wrong, right, hints, suite, probe,
    doctest, stub, reference, generic. ``next_step`` says what to do about it.
    """

    rule: str
    what: str
    found: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer that was handed in to the suite, and how it went."""

    kind: str  # stub, reference, right, wrong, generic
    name: str
    outcome: Outcome
    case: str = ""  # the title of the first case that did not pass
    verdict: str = ""  # that case's
    cause: str = ""  # of a wrong: own, other or none: whose sentence the learner would read
    seconds: float = 0.0


@dataclass(frozen=True)
class Proof:
    """What holds and what does not for one exercise."""

    slug: str
    title: str
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...] = ()
    cases: int = 0
    seeds: int = 0  # that the reference was run with
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def of(self, kind: str) -> tuple[Answer, ...]:
        """The answers of one kind, in order."""
        return tuple(answer for answer in self.answers if answer.kind == kind)
