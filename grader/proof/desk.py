"""Where answers are handed in to a suite, and what became of each is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from grader.catalog import Exercise
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.proof.record import Answer, Finding, Outcome
from grader.proof.trees import place
from grader.proof.trial import trial
from grader.report import Case, Report, Submission, Verdict
from grader.submission import Handed

USUAL = 3  # seeds of every answer but the reference, and of a reference that trains in a hurry
SLOW = 1.0  # seconds of a case that is kept for the answers that the quick cases let pass


class Text(NamedTuple):
    """A submission's text and what findings call it."""

    name: str
    text: str


def text_of(exercise: Exercise, path: Path) -> Text:
    """A file of the course as a submission."""
    return Text(place(exercise, path), path.read_text("utf-8"))


@dataclass
class Desk:
    """Hands answers in to the suite of one exercise.

    ``seeds``: that the reference and right answers have to pass. ``fast``: whether right answers,
    and an exercise that trains (one seed a check), get fewer. ``hear``: told in a few words what is
    being done.
    """

    grader: Grader
    exercise: Exercise
    seeds: int = 20
    fast: bool = False
    hear: Callable[[str], None] = lambda text: None
    answers: list[Answer] = field(default_factory=list)
    device: str = "auto"  # what auto means for the answers that are run everywhere
    quick: tuple[str, ...] = ()  # the cases to try a wrong on first; empty where all are quick

    def draws(self, wanted: int, hurried: int) -> int:
        """How many seeds: at most ``hurried`` for an exercise that trains, in a hurry."""
        trains = self.fast and self.exercise.settings.seeds == 1
        return min(wanted, hurried) if trains else wanted

    def time(self, report: Report) -> None:
        """Learns from the reference's report which cases are quick."""
        run = [case for case in report.cases if case.verdict.counts_as_run]
        slow = {case.id for case in run if case.seconds >= SLOW}
        quick = tuple(dict.fromkeys(case.id for case in run if case.id not in slow))
        self.quick = quick if slow else ()

    @property
    def devices(self) -> list[str]:
        """The suite's devices that this machine has, and what stands in for a GPU."""
        from grader.suite.devices import SIMULATED, present

        declared = self.exercise.settings.devices
        if self.device not in ("auto", "all"):
            return ["cpu", SIMULATED[0]] if self.device == SIMULATED[0] else [self.device]
        found = [name for name in declared if name in present()]
        return found + [SIMULATED[0]] * ("cuda" in declared and "cuda" not in found)

    def reports(
        self,
        what: str,
        texts: Sequence[Text],
        *,
        draws: int = 1,
        device: str = "cpu",
        first: bool = False,
        only: tuple[str, ...] = (),
        **terms: Any,
    ) -> list[Report]:
        """The reports on the texts, over seeds 1 to ``draws``.

        Args:
            what: they are, for who waits.
            texts: to hand in.
            draws: how many seeds.
            device: cpu, or auto for all that is here, and for what stands in for a GPU.
            first: end each at its first case that does not pass.
            only: these cases; all if empty.
            **terms: of the `Trial`.

        Raises LearnError when the suite cannot be run.
        """
        if not texts:
            return []
        counts = iter(range(1, len(texts) + 1))
        self.hear(f"{what} 0/{len(texts)}")
        return self.grader.check_all(
            trial(self.exercise, draws, **terms),
            [handed(text) for text in texts],
            Wishes(
                device=self.device if device == "auto" else device,
                policy="graded",
                first=first,
                only=only,
                simulated="some" if self.fast and not first else "all",
            ),
            lambda report: self.hear(f"{what} {next(counts)}/{len(texts)}"),
        )

    def keep(self, kind: str, name: str, outcome: Outcome, report: Report, cause: str = "") -> None:
        """Remembers what became of an answer."""
        case = failed(report)
        title, verdict = (case.title, case.verdict.value) if case else ("", "")
        self.answers.append(Answer(kind, name, outcome, title, verdict, cause, report.seconds))


def handed(text: Text) -> Handed:
    """A text as it is handed in."""
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    return Handed(text.text, Submission(text.name, digest))


def failed(report: Report) -> Case | None:
    """The first case that was run and did not pass; a device that is not here does not count."""
    good = (Verdict.PASSED, Verdict.UNAVAILABLE, Verdict.SKIPPED)
    return next((case for case in report.cases if case.verdict not in good), None)


def passed(report: Report) -> bool:
    """Whether every case that could be run here passed, and at least one did."""
    run = [case for case in report.cases if case.verdict is not Verdict.UNAVAILABLE]
    return bool(run) and all(case.verdict is Verdict.PASSED for case in run)


def about(case: Case | None) -> str:
    """A case that did not pass, in a few lines for an author."""
    if case is None:
        return "no case was run"
    where = f'"{case.title}" on {case.device}, seed {case.seed}: {case.verdict.value}'
    failure = case.failure
    if failure is None:
        return where
    lines = [where, failure.rationale, failure.call, failure.exception]
    lines += [f"{check.name}: {check.detail}" for check in failure.checks if not check.ok]
    lines += failure.staff.strip().splitlines()[-3:]
    return "\n".join(line for line in lines if line)


def suite_failed(name: str, case: Case) -> Finding:
    """A finding: the suite itself broke on an answer, which a learner would read as our fault."""
    return Finding(
        "suite",
        f"the suite itself fails on {name}",
        about(case),
        "look at what came back before calculating with it: agree, agree.value, or a Failure",
    )
