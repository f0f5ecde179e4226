"""A suite run with the reference in the learner's place, to see every experiment that it makes.

A learner's run ends each case at its first failure. What the rest of the suite would have asked is
found out here, in this process, with no worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from grader.suite.clock import OutOfTime, spent
from grader.suite.evidence import Evidence, Experiment
from grader.suite.session import Session

BUDGET = 2.0  # seconds of the processor for the cases of a suite


def rehearse(session: Session, cases: Iterable[Callable[[], object]]) -> Iterator[list[Experiment]]:
    """The experiments of each case.

    Args:
        session: whose evidence and notes are put aside meanwhile.
        cases: each runs one case of the suite in this session.

    Raises OutOfTime when there are too many for the time.
    """
    last = spent() + BUDGET
    for case in cases:
        if spent() > last:
            raise OutOfTime
        own, notes = session.evidence, session.notes
        session.evidence, session.notes, session.rehearsing = Evidence(), [], True
        try:
            case()
            found = session.evidence.experiments
        finally:
            session.evidence, session.notes, session.rehearsing = own, notes, False
        yield found
