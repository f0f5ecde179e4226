"""A suite run with the reference in the learner's place, to see every experiment that it makes.

A learner's run ends each case at its first failure. What the rest of the suite would have asked is
found out here, in this process, with no worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from grader.suite.clock import OutOfTime, spent
from grader.suite.evidence import Evidence, Experiment, is_large
from grader.suite.session import Session

BUDGET = 2.0  # seconds of the processor for the cases of a suite
MOST_KEPT = 128  # cases whose experiments are kept, each with one seed


class Rehearsable(NamedTuple):
    """A case that can be rehearsed: its name and device, and what runs it."""

    case: str
    run: Callable[[], object]


def rehearse(session: Session, cases: Iterable[Rehearsable]) -> Iterator[list[Experiment]]:
    """The experiments of each case, which are the same for every submission.

    Args:
        session: whose evidence and notes are put aside meanwhile.
        cases: of the suite, in this session, whatever came of others.

    Raises OutOfTime when there are too many for the time.
    """
    last = spent() + BUDGET
    for case, run in cases:
        if spent() > last:
            raise OutOfTime
        key = case, session.seed, session.thorough
        if key not in session.rehearsed:
            found = experiments_of(session, run)
            seen = [[e.inputs, e.seen.value, e.seen.gradients, e.seen.inputs] for e in found]
            if len(session.rehearsed) >= MOST_KEPT or is_large(seen):
                yield found
                continue
            session.rehearsed[key] = found
        yield session.rehearsed[key]


def experiments_of(session: Session, run: Callable[[], object]) -> list[Experiment]:
    """What one case asks, run with the reference in the learner's place."""
    own, notes = session.evidence, session.notes
    session.evidence, session.notes, session.rehearsing = Evidence(), [], True
    try:
        run()
        return session.evidence.experiments
    finally:
        session.evidence, session.notes, session.rehearsing = own, notes, False
