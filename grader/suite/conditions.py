"""What all inputs that the learner's code gets right have, and none that it gets wrong.

Looked at when the numbers of the failing case themselves say nothing: a property of the inputs that
separates right from wrong without an exception, in enough calls of both kinds.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from grader.suite.clock import OutOfTime, limited
from grader.suite.evidence import Experiment
from grader.suite.likeness import distance
from grader.suite.naming import NEAR
from grader.suite.session import Session
from grader.worker.effects import tensors_in

BUDGET = 0.5  # seconds of the processor
MOST = 40  # calls that are looked at
FEWEST = 3  # of each kind

Property = Callable[[list[torch.Tensor]], bool]


def _square(tensors: list[torch.Tensor]) -> bool:
    tables = [t for t in tensors if t.dim() >= 2]
    return bool(tables) and len({n for t in tables for n in t.shape[-2:]}) == 1


PROPERTIES: tuple[tuple[Property, str], ...] = (
    (_square, "Right for square inputs, wrong as soon as two lengths differ."),
    (
        lambda ts: all(t.is_contiguous() for t in ts),
        "Right for contiguous inputs, wrong for transposed or strided views of them.",
    ),
)


def separated(session: Session, experiment: Experiment) -> str:
    """The sentence of the first property that separates right from wrong; empty without one."""
    calls = [e for e in session.evidence.experiments if e.key == experiment.key][-MOST:]
    good: list[list[torch.Tensor]] = []
    bad: list[list[torch.Tensor]] = []
    try:
        with limited(BUDGET):
            for call in calls:
                tensors = [t for t in tensors_in(call.inputs) if t.dim() and t.numel() > 1]
                if tensors and not call.seen.error:
                    (good if _right(session, call) else bad).append(tensors)
    except OutOfTime:
        return ""
    if min(len(good), len(bad)) < FEWEST:
        return ""
    for holds, sentence in PROPERTIES:
        if all(map(holds, good)) and not any(map(holds, bad)):
            return sentence
    return ""


def _right(session: Session, call: Experiment) -> bool:
    right = call.play(session.reference)
    return distance(call.seen.answer, right.answer) <= NEAR[call.single]
