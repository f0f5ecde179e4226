"""Why the first case failed, as far as it can be proven.

The exercise's own wrongs decide; where none of them does what the learner's code did, the generic
diagnosis may say what the numbers look like.
"""

from __future__ import annotations

import dataclasses
import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch

from grader.report import Failure as Record
from grader.report import Frame, Picture, Verdict
from grader.suite.compare import Compared
from grader.suite.conditions import separated
from grader.suite.diagnose import Sample, diagnose
from grader.suite.evidence import Experiment
from grader.suite.naming import name
from grader.suite.outcome import Outcome
from grader.suite.pictures import picture_of
from grader.suite.proxy import parameters
from grader.suite.rehearsal import Rehearsable
from grader.suite.session import Session
from grader.suite.shrink import smallest
from grader.suite.unwritten import remark
from grader.worker.effects import tensors_in

EXPLAINED = (Verdict.WRONG, Verdict.RAISED)
Key = tuple[str, str]  # a case's name and its device


def explain_first(
    session: Session,
    outcomes: dict[Key, Outcome],
    cases: Callable[[str], Iterable[Rehearsable]],
) -> dict[Key, Outcome]:
    """The outcomes, the first that did not pass with what can be proven about it.

    Args:
        session: with the evidence.
        outcomes: of one submission.
        cases: those of a device, to rehearse them.
    """
    first = next((o for o in outcomes.values() if o.failure and o.verdict in EXPLAINED), None)
    if first is None or first.failure is None:
        return outcomes

    def seeded() -> Iterator[Rehearsable]:
        # All variants, whichever case was the last: in class a mistake is named as in practice.
        for case in cases(first.device):
            session.seed, session.thorough = first.seed, True
            yield case

    failure = explained(session, first.failure, f"{first.id}@{first.device}", seeded())
    return outcomes | {(first.id, first.device): dataclasses.replace(first, failure=failure)}


def explained(session: Session, failure: Record, case: str, cases: Iterable[Rehearsable]) -> Record:
    """The failure with its cause, where there is a proof of one; never raises.

    An explanation works on what a submission answered and decides nothing: one that breaks is told
    to staff, and the failure stays as it was.

    Args:
        session: with the evidence.
        failure: of the case.
        case: as the evidence calls it: its name, @, the device.
        cases: of the suite, to rehearse them.
    """
    try:
        return _explained(session, failure, case, cases)
    except Exception as error:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        return dataclasses.replace(failure, staff=failure.staff + "".join(lines)[-4000:])


def _explained(
    session: Session, failure: Record, case: str, cases: Iterable[Rehearsable]
) -> Record:
    cause = failure.cause or name(session, case, cases) or _generic(session, case)
    return dataclasses.replace(
        failure,
        cause=cause,
        snippet=_snippet(session, case),
        picture=_picture(session, case),
        frames=failure.frames or _line_of(session, failure),
    )


def _line_of(session: Session, failure: Record) -> tuple[Frame, ...]:
    """The learner's line that is to blame, such as one that breaks a rule."""
    lines = session.program.source.splitlines()
    if failure.line is None or not 0 < failure.line <= len(lines):
        return ()
    return (Frame(failure.line, "", lines[failure.line - 1].strip()),)


def _generic(session: Session, case: str) -> str:
    """What the numbers look like, or which inputs they are wrong for."""
    own, ended = session.evidence.of(case), _ended(session, case)
    if ended is not None and (cause := remark(session.program.source, ended)):
        return cause
    cause = diagnose(samples(session, case)) or (separated(session, own[-1]) if own else "")
    if not cause and case.endswith("@simulated"):  # it ran there because it passed on the CPU
        return "Right on the CPU, wrong on the pretend device."
    return cause


def _snippet(session: Session, case: str) -> str:
    own = session.evidence.of(case)
    return smallest(session, own[-1], case.rpartition("@")[2]) if own else ""


def _picture(session: Session, case: str) -> Picture | None:
    ended = _ended(session, case)
    return None if ended is None else picture_of(ended)


def _ended(session: Session, case: str) -> Compared | None:
    """The comparison that ended a case, if one did."""
    failing = reversed(session.evidence.failing)
    return next((compared for compared, e in failing if e.case == case), None)


def samples(session: Session, case: str) -> list[Sample]:
    """The failing comparison of a case, and those of other cases about the same entry."""
    failing = session.evidence.failing
    first = next(((c, e) for c, e in failing if e.case == case), None)
    if first is None:
        return []
    compared, experiment = first
    same = [(c, e) for c, e in failing if e.key == experiment.key and e is not experiment]
    chosen = [first, *((c, e) for c, e in same if c.check == compared.check)]
    return [Sample(c, list(_named(session, e))) for c, e in chosen]


def _named(session: Session, experiment: Experiment) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors that went in, with the names that the learner knows them by."""
    given = experiment.inputs
    if len(given) == 2 and isinstance(given[1], dict) and isinstance(given[0], list):
        names = parameters(session, experiment.key, len(given[0]))
        pairs = [*zip(names, given[0], strict=True), *given[1].items()]
    else:
        pairs = list(zip(_arguments(experiment, len(given)), given, strict=True))
    for label, value in pairs:
        tensors = tensors_in(value)
        for number, tensor in enumerate(tensors):
            yield (label if value is tensor else f"{label}[{number}]"), tensor


def _arguments(experiment: Experiment, count: int) -> list[str]:
    """What a probe calls its arguments."""
    known: list[str] = []
    for cell in getattr(experiment.act, "__closure__", None) or ():
        value: Any = cell.cell_contents
        if inspect.isfunction(value):
            known = list(inspect.signature(value).parameters)[2:]
    return [*known, *(f"input {i + 1}" for i in range(len(known), count))][:count]
