"""The smallest call that still fails, as lines that a learner can paste below their code and run.

Lengths are cut together wherever two axes have the same one, then the numbers are made simple. A
smaller call counts only if the reference answers it and the learner's code fails it the same way.
"""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch

from grader.errors import Fault
from grader.suite.evidence import Evidence, Experiment, Seen
from grader.suite.likeness import distance
from grader.suite.naming import NEAR
from grader.suite.proxy import Submission, parameters
from grader.suite.session import Session
from grader.suite.unwritten import FILL, makes_empty
from grader.suite.variants import kept, mapped
from grader.worker.client import Ended
from grader.worker.effects import tensors_in

BUDGET = 0.4  # seconds; the screen waits for it
MOST_NUMBERS = 24  # in all inputs together, or nothing is shown
MOST_CHARACTERS = 90  # of a line of the snippet

Fails = Callable[[Any], bool]


def smallest(session: Session, experiment: Experiment, device: str) -> str:
    """The snippet for one call; empty where it is no call of numbers, or stays too large.

    Args:
        session: with the learner's worker.
        experiment: a call whose answer is wrong, or that raises.
        device: that it ran on.
    """
    inputs = experiment.inputs
    if not _is_call(inputs) or not hasattr(session.reference, experiment.key):
        return ""
    last = time.monotonic() + BUDGET

    def fails(smaller: Any) -> bool:
        if time.monotonic() > last:
            return False
        return _fails(session, experiment, smaller, device)

    plain = mapped(inputs, _plain)
    if not fails(plain):
        return ""
    found = _simpler(_shorter(plain, fails), fails)
    return _snippet(session, experiment, found, device)


def _is_call(inputs: Any) -> bool:
    """Whether it is a list of arguments and a dict of keywords that can be typed."""
    if not (len(inputs) == 2 and isinstance(inputs[0], list) and isinstance(inputs[1], dict)):
        return False
    given = [*inputs[0], *inputs[1].values()]
    typed = (torch.Tensor, bool, int, float, str, type(None))
    return bool(tensors_in(given)) and all(isinstance(value, typed) for value in given)


def _plain(tensor: torch.Tensor) -> torch.Tensor:
    return kept(tensor).contiguous().detach()


def _fails(session: Session, experiment: Experiment, inputs: Any, device: str) -> bool:
    """Whether the learner's code fails these inputs as it failed the case's."""
    mine = _asked(session, experiment, inputs, device)
    right = dataclasses.replace(experiment, inputs=inputs).play(session.reference)
    if mine is None or right.error or mine.error != experiment.seen.error:
        return False
    return distance(mine.answer, right.answer) > 10 * NEAR[experiment.single]


def _asked(session: Session, experiment: Experiment, inputs: Any, device: str) -> Seen | None:
    """What the learner's code does with other inputs, without a trace in the evidence."""
    own, session.evidence = session.evidence, Evidence()
    try:
        with contextlib.suppress(Ended, Fault), session.asking(device, experiment.seed):
            experiment.ask(Submission(session, device), inputs)
    finally:
        asked, session.evidence = session.evidence, own
    return asked.experiments[-1].seen if asked.experiments else None


def _shorter(inputs: Any, fails: Fails) -> Any:
    """The inputs with every length cut as far as the call still fails."""
    for length in sorted({n for t in tensors_in(inputs) for n in t.shape if n > 1}, reverse=True):
        for shorter in (1, 2, 3):
            if shorter >= length:
                break
            cut = mapped(inputs, lambda t, n=length, m=shorter: _cut(t, n, m))  # type: ignore[misc]
            if fails(cut):
                inputs = cut
                break
    return inputs


def _cut(tensor: torch.Tensor, length: int, shorter: int) -> torch.Tensor:
    for axis, n in enumerate(tensor.shape):
        if n == length:
            tensor = tensor.narrow(axis, 0, shorter)
    return tensor.contiguous()


def _simpler(inputs: Any, fails: Fails) -> Any:
    """The inputs with small whole numbers for the drawn ones, where the call still fails."""
    for change in (_counted(), _rounded(0), _rounded(1)):
        simple = mapped(inputs, change)
        if fails(simple):
            return simple
    return inputs


def _counted() -> Callable[[torch.Tensor], torch.Tensor]:
    """Numbers the entries of all floating tensors 1, 2, 3, ..."""
    count = 0

    def change(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal count
        if not tensor.is_floating_point():
            return tensor
        first, count = count + 1, count + tensor.numel()
        return torch.arange(first, count + 1).to(tensor.dtype).reshape(tensor.shape)

    return change


def _rounded(digits: int) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda t: t.round(decimals=digits) if t.is_floating_point() else t


def _snippet(session: Session, experiment: Experiment, inputs: Any, device: str) -> str:
    if sum(t.numel() for t in tensors_in(inputs)) > MOST_NUMBERS:
        return ""
    mine = _asked(session, experiment, inputs, device)
    right = dataclasses.replace(experiment, inputs=inputs).play(session.reference)
    lines = list(_lines(session, experiment, inputs))
    if mine is None or any(len(line) > MOST_CHARACTERS for line in lines):
        return ""
    got = f"raises {mine.error}" if mine.error else _typed(mine.value)
    wanted = _typed(right.value)
    if max(len(got), len(wanted)) > MOST_CHARACTERS - 12:
        return ""
    return "\n".join([*lines, f"# yours:    {got}", f"# expected: {wanted}"])


def _lines(session: Session, experiment: Experiment, inputs: Any) -> Iterator[str]:
    names = parameters(session, experiment.key, len(inputs[0]))
    names = [n if n.isidentifier() else f"x{i}" for i, n in enumerate(names)]
    yield "import torch"
    if makes_empty(session.program.source):
        yield FILL
    arguments = []
    seen: dict[int, str] = {}
    positional = [(name, value, "") for name, value in zip(names, inputs[0], strict=True)]
    keywords = [(name, value, f"{name}=") for name, value in inputs[1].items()]
    for name, value, before in positional + keywords:
        said = repr(value)
        if isinstance(value, torch.Tensor):
            said = seen.setdefault(id(value), name)
            if said == name:
                yield f"{name} = {_typed(value)}"
        arguments.append(before + said)
    yield f"print({experiment.key}({', '.join(arguments)}))"


def _typed(value: Any) -> str:
    """A value as one would type it, or print it where it cannot be typed."""
    if isinstance(value, torch.Tensor):
        if not value.numel():
            return f"torch.empty({tuple(value.shape)}, dtype={value.dtype})"
        plain = value.detach().cpu()
        usual = plain.dtype in (torch.float32, torch.int64, torch.bool)
        numbers = _number(plain.tolist())
        return f"torch.tensor({numbers}{'' if usual else f', dtype={plain.dtype}'})"
    if isinstance(value, list | tuple):
        inner = ", ".join(_typed(item) for item in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return _number(value) if isinstance(value, float) else repr(value)[:MOST_CHARACTERS]


def _number(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_number, value))}]"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return f"float('{value}')"
        text = f"{value:.6g}"
        return text if any(c in text for c in ".e") else f"{text}.0"
    return repr(value)
