"""Answers that are handed in to a suite, and what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from grader.catalog import Exercise
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.proof.record import Finding
from grader.proof.trial import trial
from grader.report import Case, Report, Submission, Verdict
from grader.submission import Handed


class Text(NamedTuple):
    """A submission's text and what findings call it."""

    name: str
    text: str


def run(
    grader: Grader,
    exercise: Exercise,
    texts: Sequence[Text],
    *,
    draws: int = 1,
    device: str = "cpu",
    first: bool = False,
    ruled: bool = True,
    naming: bool = True,
    done: Callable[[Report], None] | None = None,
) -> list[Report]:
    """The reports on the texts, over seeds 1 to ``draws``.

    Args:
        grader: that runs the suite.
        exercise: whose suite it is.
        texts: to hand in.
        draws: how many seeds.
        device: cpu, or auto for all that the suite declares and this machine has.
        first: end each at its first case that does not pass.
        ruled: whether the bans hold.
        naming: whether the known wrongs name mistakes.
        done: hears each report as soon as it is there.

    Raises LearnError when the suite cannot be run.
    """
    handed = [_handed(text) for text in texts]
    terms = trial(exercise, draws, ruled, naming)
    wishes = Wishes(device=device, policy="graded", first=first)
    return grader.check_all(terms, handed, wishes, done) if handed else []


def _handed(text: Text) -> Handed:
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


def about(case: Case) -> str:
    """A case that did not pass, in a few lines for an author."""
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
