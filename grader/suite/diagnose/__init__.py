"""Generic diagnosis: what an answer looks like when no known wrong of the exercise explains it.

A cause is shown only if it reproduces the learner's numbers in every failing comparison of the same
entry, and if enough different numbers speak for it. When in doubt nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.suite.diagnose.compared import Cause, Detector, Sample
from grader.suite.diagnose.contract import contract
from grader.suite.diagnose.factors import factors
from grader.suite.diagnose.layout import layouts
from grader.suite.diagnose.numbers import numbers
from grader.suite.diagnose.parts import parts
from grader.suite.diagnose.reduced import reduced
from grader.suite.diagnose.sequences import sequences

# In this order: what changes no number comes first, what only says where comes last.
DETECTORS: tuple[Detector, ...] = (
    contract,
    layouts,
    reduced,
    factors,
    numbers,
    sequences,
    parts,
)

__all__ = ["DETECTORS", "Cause", "Sample", "causes", "diagnose"]


def diagnose(samples: Sequence[Sample]) -> str:
    """The sentence of the first cause that holds in every sample; empty where there is none.

    The first sample is the one on the screen.
    """
    if not samples:
        return ""
    found = [list(causes(sample)) for sample in samples]
    for cause in found[0]:
        same = [next((c for c in more if c.code == cause.code), None) for more in found]
        if all(same) and sum(c.weight for c in same if c) >= cause.needed:
            return cause.sentence
    return ""


def causes(sample: Sample) -> Iterator[Cause]:
    """All that reproduces one sample; a detector that cannot deal with it says nothing."""
    for detector in DETECTORS:
        try:
            yield from list(detector(sample))
        except (RuntimeError, ValueError, IndexError, TypeError):
            continue
