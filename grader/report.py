"""The one frozen record of a check: a verdict per case and device, and how it came about.

Everything above produces or reads this record; totals are derived from the cases, never stored.
Imports nothing of ours, and never torch: tensors arrive here as text and plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

SCHEMA_VERSION = 1


class Verdict(str, Enum):
    """What became of a case. Only PASSED earns points; only FAULT is ours."""

    PASSED = "passed"
    WRONG = "wrong"  # differs from the reference, or breaks a rule
    RAISED = "raised"  # the submission raised an exception
    TIMEOUT = "timeout"  # no answer within the case's time
    CRASHED = "crashed"  # the worker died, or ran out of memory
    MISSING = "missing"  # no such function, not started, cannot be imported
    SKIPPED = "skipped"  # waits for a case that did not pass
    UNAVAILABLE = "unavailable"  # no such device here
    FAULT = "fault"  # suite, reference or grader

    @property
    def counts_as_run(self) -> bool:
        """Whether the submission's own doing decided this verdict."""
        return self not in (Verdict.SKIPPED, Verdict.UNAVAILABLE, Verdict.FAULT)


@dataclass(frozen=True)
class Check:
    """One line of a comparison, in the order it was made: ``shape  [3, 2]  ok``.

    ``detail`` says what was found, and for a failed check what was expected too;
    a newline in it starts a continuation line.
    """

    name: str  # type, shape, dtype, device, values, inputs, alias, state, gradient
    detail: str
    ok: bool


@dataclass(frozen=True)
class Frame:
    """A line of the learner's own file on the way to an exception."""

    line: int
    function: str
    source: str
    variables: tuple[tuple[str, str], ...] = ()  # name, description of a tensor in that line


@dataclass(frozen=True)
class Grid:
    """A small matrix printed side by side: the numbers as text, row by row.

    ``differs`` marks the entries beyond the bound; all three have the same rows and columns.
    """

    got: tuple[tuple[str, ...], ...]
    expected: tuple[tuple[str, ...], ...]
    differs: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Picture:
    """The numbers of a failure for a drawing, as text: a matrix, or a curve of one row."""

    kind: str  # matrix, curve
    got: tuple[tuple[str, ...], ...]
    expected: tuple[tuple[str, ...], ...]
    about: str = ""  # which part of the answer it is


@dataclass(frozen=True)
class Failure:
    """Why a case did not pass, in words for the learner; ``staff`` never leaves staff outputs."""

    rationale: str  # one sentence: what is wrong
    help: str = ""  # one sentence: what to try next
    call: str = ""  # matmul(A[3,4], B[4,2])
    checks: tuple[Check, ...] = ()
    cause: str = ""  # the named mistake, proven by the numbers ("looks like: ...")
    grid: Grid | None = None
    exception: str = ""  # IndexError: index 3 is out of bounds ...
    frames: tuple[Frame, ...] = ()
    line: int | None = None  # in the learner's file, where one line is to blame
    staff: str = ""
    snippet: str = ""  # lines of Python: the smallest call that fails
    picture: Picture | None = None


@dataclass(frozen=True)
class Case:
    """One test on one device, over all seeds that were drawn."""

    id: str  # test_rectangles
    title: str  # rectangles
    device: str  # cpu, cuda, mps, simulated
    verdict: Verdict
    possible: float
    failure: Failure | None = None
    waits_for: str = ""  # the title of the case that SKIPPED waits for
    seed: int | None = None  # the seed that failed
    seconds: float = 0.0
    visible: bool = False  # an example that the course shows before grading

    @property
    def points(self) -> float:
        """The points earned: all or nothing."""
        return self.possible if self.verdict is Verdict.PASSED else 0.0


@dataclass(frozen=True)
class Device:
    """A device that was asked for and what became of it."""

    name: str  # cpu, cuda, mps, simulated
    ran: bool
    detail: str = ""  # the card's name when it ran, the reason when it did not


@dataclass(frozen=True)
class Layer:
    """A layer of isolation: in force, or the reason why it is not."""

    name: str
    in_force: bool
    detail: str = ""


@dataclass(frozen=True)
class Submission:
    """The file as handed in."""

    path: str  # as the user gave it, for messages
    digest: str  # sha256 of its bytes


@dataclass(frozen=True)
class Report:
    """What one check found out about one submission."""

    exercise: str  # 03_matmul
    title: str  # matmul by hand
    submission: Submission
    cases: tuple[Case, ...]
    devices: tuple[Device, ...]
    seeds: tuple[int, ...] = ()
    suite: str = ""  # digest of the hidden suite
    isolation: tuple[Layer, ...] = ()
    prints: str = ""  # what the submission printed, capped and cleaned
    notes: tuple[str, ...] = ()  # remarks that change no verdict
    policy: str = "practice"  # practice or graded
    seconds: float = 0.0
    versions: tuple[tuple[str, str], ...] = ()  # grader, python, torch, platform
    schema: int = field(default=SCHEMA_VERSION)

    @property
    def counted(self) -> tuple[Case, ...]:
        """The cases that the score is made of; practice leaves an absent device out."""
        if self.policy == "graded":
            return self.cases
        return tuple(c for c in self.cases if c.verdict is not Verdict.UNAVAILABLE)

    @property
    def points(self) -> float:
        """Points earned over the cases that count."""
        return sum(case.points for case in self.counted)

    @property
    def possible(self) -> float:
        """Points to be had over the cases that count."""
        return sum(case.possible for case in self.counted)

    @property
    def faults(self) -> tuple[Case, ...]:
        """The cases that say nothing about the learner because we failed."""
        return tuple(c for c in self.cases if c.verdict is Verdict.FAULT)

    @property
    def passed(self) -> bool:
        """Whether every case that counts and has points passed, and at least one did."""
        counted = [case for case in self.counted if case.possible]
        fine = all(case.verdict is Verdict.PASSED for case in (*counted, *self.device_check))
        return bool(counted) and fine

    @property
    def device_check(self) -> tuple[Case, ...]:
        """The cases on the simulated accelerator: worth no points, but all of them have to pass."""
        return tuple(case for case in self.cases if case.device == "simulated")

    @property
    def first_failure(self) -> Case | None:
        """The first case that the learner has to mend, in the suite's order."""
        return next(
            (c for c in self.cases if c.verdict.counts_as_run and c.verdict is not Verdict.PASSED),
            None,
        )

    @property
    def exit_code(self) -> int:
        """0 passed, 1 not passed, 3 a fault of ours or a demanded device that is missing."""
        if self.faults:
            return 3
        unavailable = [c for c in self.cases if c.verdict is Verdict.UNAVAILABLE]
        if unavailable and (self.policy == "graded" or not self.counted):
            return 3
        return 0 if self.passed else 1
