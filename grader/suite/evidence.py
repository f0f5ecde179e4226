"""What the learner's code did, call by call, in a form that any code of ours can be put through.

An experiment is one call or one probe on inputs of the grader's own. A suite need not know of it:
`Submission` writes each one down. Naming a mistake plays them again on the known wrongs.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from grader.suite.compare import Compared, Context
from grader.suite.variants import Change, mapped, replica
from grader.worker.effects import Effects, tensors_in
from grader.worker.memory import filled

MOST = 40  # experiments kept of one case
LARGEST = 1 << 18  # numbers, characters and entries in the inputs and answers of one that is kept


@dataclass(frozen=True)
class Seen:
    """What a code did: it answered or raised, and what else there was to see of the call."""

    value: Any = None
    error: str = ""  # the exception's type
    words: frozenset[str] = frozenset()  # the numbers in its message, and names in quotes
    effects: tuple[tuple[str, tuple[Any, ...]], ...] = ()  # inputs changed, memory shared, state
    gradients: Any = None
    inputs: Any = None
    thrown: BaseException | None = None  # the exception itself, where it was raised in this process

    @property
    def answer(self) -> Seen:
        """The answer alone, or the exception."""
        return Seen(self.value, self.error, self.words, inputs=self.inputs)


@dataclass
class Experiment:
    """One call or probe, what the learner's code did, and how to put another code through it.

    ``key``: the entry or the probe. ``judged``: how `agree` compared the answer, if it did.
    ``ask``: puts the learner's code through it, given a `Submission`.
    """

    key: str
    inputs: Any
    seen: Seen
    act: Callable[[Any, Any], Seen]  # a code and inputs of its own: what that code does
    seed: int
    ask: Callable[[Any, Any], object]
    naming: tuple[str, ...] = ()
    case: str = ""
    judged: Callable[[], Context] | None = None

    def play(self, code: Any, change: Change = replica) -> Seen:
        """What another code does with the same inputs and random numbers.

        Args:
            code: with the names that the submission should have.
            change: made to a copy of every tensor that goes in.
        """
        with _unchanged(self.seed):
            try:
                return self.act(code, mapped(self.inputs, change))
            except Exception as error:
                return dataclasses.replace(
                    raised(type(error).__name__, str(error), self.naming), thrown=error
                )

    @property
    def single(self) -> bool:
        """Whether anything in it has less than double precision."""
        parts = tensors_in([self.inputs, self.seen.value, self.seen.gradients])
        return any(t.is_floating_point() and t.dtype is not torch.float64 for t in parts)


@dataclass
class Evidence:
    """The experiments on one submission, in order; ``case`` is the one that runs."""

    case: str = ""
    naming: tuple[str, ...] = ()  # texts that the exception which is asked for should name
    experiments: list[Experiment] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)  # the cases that did not pass
    failing: list[tuple[Compared, Experiment]] = field(default_factory=list)  # what ended them
    _counts: Counter[str] = field(default_factory=Counter)  # of experiments, by case

    def add(self, experiment: Experiment, seen: Seen) -> None:
        """Keeps an experiment and what was seen, unless it is large; of a case the last few."""
        if is_large([experiment.inputs, seen.value, seen.gradients, seen.inputs]):
            return
        experiment.case, experiment.seen = self.case, seen
        self._append(experiment)

    def relive(self, experiments: Iterable[Experiment]) -> None:
        """Keeps what another submission did in the case that runs, and this one did the same."""
        for experiment in experiments:
            self._append(experiment)

    def _append(self, experiment: Experiment) -> None:
        self.experiments.append(experiment)
        self._counts[experiment.case] += 1
        if self._counts[experiment.case] > MOST:
            self._counts[experiment.case] -= 1
            cases = (place for place, e in enumerate(self.experiments) if e.case == experiment.case)
            del self.experiments[next(cases)]

    def fail(self, error: BaseException) -> None:
        """Notes that the case that runs did not pass, and which two tensors ended it."""
        self.failed.add(self.case)
        compared = getattr(error, "compared", None)
        if compared is not None and self.experiments and self.experiments[-1].case == self.case:
            self.failing.append((compared, self.experiments[-1]))

    def until(self, case: str) -> list[Experiment]:
        """All experiments up to the last one of a case."""
        places = [i for i, e in enumerate(self.experiments) if e.case == case]
        return self.experiments[: places[-1] + 1] if places else []

    def of(self, case: str) -> list[Experiment]:
        """The experiments of a case, in order."""
        return [e for e in self.experiments if e.case == case]


def is_large(value: Any) -> bool:
    """Whether a value holds more than is kept: an answer may be a million lists with nothing in."""
    waiting, size = [value], 0
    while waiting and size <= LARGEST:
        item = waiting.pop()
        if isinstance(item, torch.Tensor):
            size += item.numel()
        elif isinstance(item, str | list | tuple | dict | set | frozenset):
            size += len(item)
            if not isinstance(item, str) and size <= LARGEST:
                waiting += [*item, *item.values()] if isinstance(item, dict) else item
    return size > LARGEST


def raised(kind: str, message: str, naming: tuple[str, ...] = ()) -> Seen:
    """An exception as it can be compared: its type, and the numbers that its message names.

    Where it says that something has no attribute, the names too; and what of ``naming`` it holds.
    """
    words = r"\d+|'\w+'" if kind == "AttributeError" else r"\d+"
    found = re.findall(words, message[:2000]) + [text for text in naming if text in message]
    return Seen(error=kind, words=frozenset(found))


def told(effects: dict[str, Any]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """A call's effects in a form that can be compared."""
    return tuple((name, tuple(items)) for name, items in sorted(effects.items()) if items)


def call_of(entry: str, guard: bool, wrt: list[int], cotangents: Any, inputs: bool) -> Any:
    """How a code of ours is put through a call, as the worker does it with the learner's."""

    def act(code: Any, given: Any) -> Seen:
        arguments, keywords = given
        leaves = [arguments[i].detach().requires_grad_() for i in wrt]
        for i, leaf in zip(wrt, leaves, strict=True):
            arguments[i] = leaf
        effects = Effects([arguments, keywords]) if guard else None
        value = getattr(code, entry)(*arguments, **keywords)
        return Seen(
            value,
            effects=told(effects.after(value)) if effects else (),
            gradients=_gradients(value, leaves, cotangents) if wrt else None,
            inputs=arguments if inputs else None,
        )

    return act


def probe_of(probe: Callable[..., Any], here: dict[str, Any]) -> Any:
    """How a code of ours is put through a probe; ``here`` holds arguments for this process."""

    def act(code: Any, given: Any) -> Seen:
        return Seen(probe(code, torch, *given, **here))

    return act


def _gradients(value: object, leaves: list[Any], cotangents: list[Any]) -> list[Any] | str:
    """Vector-Jacobian products, or in a word why there are none."""
    outputs = [out for out in tensors_in(value) if out.is_floating_point()]
    if [list(out.shape) for out in outputs] != [list(c.shape) for c in cotangents]:
        return "shapes"
    pairs = zip(outputs, cotangents, strict=True)
    terms = [(o * c.to(o)).sum() for o, c in pairs if o.requires_grad]
    if not terms:
        return "detached"
    return list(torch.autograd.grad(torch.stack(terms).sum(), leaves, allow_unused=True))


@contextlib.contextmanager
def _unchanged(seed: int) -> Iterator[None]:
    """A worker's random numbers and new memory; afterwards the global state as it was before."""
    recording, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
    drawn, pythons = torch.get_rng_state(), random.getstate()
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    try:
        with filled():
            yield
    finally:
        torch.set_grad_enabled(recording)
        torch.set_default_dtype(dtype)
        torch.set_rng_state(drawn)
        random.setstate(pythons)
