"""What one run of one case gave."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report import Failure, Verdict


@dataclass(frozen=True)
class Outcome:
    """What one run of one case gave."""

    id: str
    title: str
    device: str
    possible: float
    visible: bool
    seed: int
    verdict: Verdict
    failure: Failure | None
    waits_for: str
    seconds: float
    prints: str
