"""One call of `agree`: asked of the worker, worked out by the reference, compared in full."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch

from grader.report import Check
from grader.suite.bounds import UNBOUND, Bound
from grader.suite.compare import Context, compare
from grader.suite.failure import Failure
from grader.suite.proxy import Submission, call_text, parameters
from grader.suite.remembered import content
from grader.suite.rng import Rng
from grader.suite.session import Session
from grader.suite.variants import DEFAULT, copied, doubled, mapped
from grader.worker.client import Reply
from grader.worker.effects import tensors_in


@dataclass(frozen=True)
class Terms:
    """What holds for a comparison: who is asked, on which device, within which limits."""

    session: Session
    submission: Submission
    device: str
    rng: Rng
    limits: Bound = UNBOUND
    names: tuple[str, ...] = DEFAULT
    ignored: frozenset[str] = frozenset()


class Call:
    """One call on one variant of its inputs, and what is asked about it."""

    def __init__(
        self, terms: Terms, entry: str, inputs: list[Any], keywords: dict[str, Any], words: str
    ) -> None:
        self._terms = terms
        self._entry = entry
        self._inputs = inputs
        self._keywords = keywords
        self._words = words

    @cached_property
    def _content(self) -> object:
        """The inputs as something to compare, if there is such a thing."""
        return content([self._inputs, self._keywords])

    def _remembered(self, what: object, work: Callable[[], Any]) -> Any:
        """What the work gives, or gave for the same inputs: it must depend on nothing else."""
        return self._terms.session.recall((self._entry, what), self._content, work)

    @property
    def _text(self) -> str:
        session = self._terms.session
        text = call_text(session, self._entry, self._inputs, self._keywords)
        dtypes = {t.dtype for t in tensors_in([self._inputs, self._keywords])}
        wide = " in float64" if torch.float64 in dtypes else ""
        return f"{text}{wide}" + (f"; {self._words}" if self._words else "")

    def work_out(self) -> None:
        """Asks the reference now for what the comparison will want to know."""
        with contextlib.suppress(Exception):  # the comparison meets it again, and tells it
            _ = self._expected, self._exact, self._size

    def reply(self, **options: Any) -> Reply:
        """The worker's answer; the reference works while the worker does."""
        evidence = self._terms.session.evidence
        before = len(evidence.experiments)
        try:
            reply = self._terms.submission._call(
                self._entry, self._inputs, self._keywords, self.work_out, **options
            )
            for experiment in evidence.experiments[before:]:
                experiment.judged = lambda: dataclasses.replace(self._context(""), device=None)
            return reply
        except Exception as ended:
            ended.call = self._text  # type: ignore[attr-defined]
            raise

    def judge(self, got: Any) -> None:
        """The answer's type, shape, dtype, device and values."""
        self.check(got, self._expected, self._exact, "the answer")

    def check(self, got: Any, expected: Any, exact: Any, what: str) -> None:
        """Compares, and adds the call's text to a failure."""
        try:
            compare(got, expected, exact, self._context(what))
        except Failure as failure:
            raise failure.within(call=self._text) from None

    def effects(self, reply: Reply) -> None:
        """What the call did besides answering."""
        effects, ignored = reply.effects, self._terms.ignored
        if effects.get("changed") and "inputs" not in ignored:
            name = self._input_name(effects["changed"][0])
            raise self._no(
                "inputs", f"{name} was changed", f"the call changed its input {name}",
                "work on a copy (clone), or build a new tensor",
            )  # fmt: skip
        if effects.get("alias") and "alias" not in ignored:
            name = self._input_name(effects["alias"][0])
            raise self._no(
                "alias", f"shares memory with {name}", f"the answer shares its memory with {name}",
                "return a new tensor: who changes the answer would change the input",
            )  # fmt: skip
        touched = [
            s for s in effects.get("state", ()) if s != "random numbers" or "rng" not in ignored
        ]
        if touched and "state" not in ignored:
            names = ", ".join(str(name) for name in touched)
            raise self._no("state", f"{names} changed", f"the call left PyTorch's {names} changed")

    def gradients(self, wrt: list[int]) -> None:
        """Vector-Jacobian products against the reference's."""
        leaves = [
            x.detach().requires_grad_() if i in wrt else x for i, x in enumerate(self._inputs)
        ]
        value = getattr(self._terms.session.reference, self._entry)(*leaves, **self._keywords)
        outputs = [out for out in tensors_in(value) if out.is_floating_point()]
        cotangents = [self._terms.rng.normal(*out.shape, dtype=torch.float64) for out in outputs]
        pairs = zip(outputs, cotangents, strict=True)
        # One sum instead of grad_outputs, whose first use imports sympy (0.7 s).
        loss = torch.stack([(o * c).sum() for o, c in pairs if o.requires_grad]).sum()
        exact = torch.autograd.grad(loss, [leaves[i] for i in wrt], allow_unused=True)
        reply = self.reply(wrt=wrt, cotangents=cotangents)
        self.judge(reply.value)
        got = reply.gradients
        if not isinstance(got, list) or len(got) != len(wrt):
            raise self._no(
                "gradient", "the answer has no grad_fn", "the answer is cut from the graph",
                "item(), float(), tolist(), detach(), .data and torch.tensor(...) cut it",
            )  # fmt: skip
        for index, right, mine in zip(wrt, exact, got, strict=True):
            x = self._inputs[index]
            self._gradient(self._name_of(x) or f"input {index + 1}", mine, right, x)

    def _gradient(self, name: str, mine: Any, right: torch.Tensor | None, x: torch.Tensor) -> None:
        right = torch.zeros_like(x) if right is None else right
        if mine is None and bool(right.any()):
            raise self._no(
                "gradient", f"none reaches {name}", f"no gradient reaches {name}",
                "somewhere between input and answer the values were copied out of the graph",
            )  # fmt: skip
        mine = torch.zeros_like(x) if mine is None else mine
        try:
            context = dataclasses.replace(self._context(f"the gradient by {name}"), device=None)
            compare(mine, right, right, context)
        except Failure as failure:
            raise failure.within(call=self._text) from None

    def _no(self, name: str, detail: str, rationale: str, help: str = "") -> Failure:
        return Failure(rationale, help, call=self._text, checks=(Check(name, detail, False),))

    def _input_name(self, number: int) -> str:
        """The name of the tensor with this number among the call's tensors."""
        tensors = tensors_in([self._inputs, self._keywords])
        found = self._name_of(tensors[number]) if 0 <= number < len(tensors) else ""
        return found or f"input {number + 1}"

    def _name_of(self, tensor: torch.Tensor) -> str:
        """The parameter that this very tensor was given for, alone or in a list; else empty."""
        names = parameters(self._terms.session, self._entry, len(self._inputs))
        given = [*zip(names, self._inputs, strict=True), *self._keywords.items()]
        return next((n for n, x in given if any(t is tensor for t in tensors_in(x))), "")

    def _worked_out(self, change: Any) -> Any:
        function = getattr(self._terms.session.reference, self._entry)
        # torch.manual_seed asks every accelerator besides: 1 ms, and this is the CPU's alone.
        torch.default_generator.manual_seed(self._terms.session.seed)
        return function(*mapped(self._inputs, change), **mapped(self._keywords, change))

    def _context(self, what: str) -> Context:
        terms = self._terms
        tensors = [t for t in tensors_in([self._inputs, self._keywords]) if t.numel()]
        most = max((t.numel() for t in tensors), default=1)
        return Context(
            what,
            terms.limits,
            terms=max(16.0, float(most)),
            scale=self._size if terms.limits.scale is None else 0.0,
            device=None if "device" in terms.ignored or not tensors else terms.device,
            dtype="dtype" not in terms.ignored,
        )

    @cached_property
    def _expected(self) -> Any:
        """The reference's answer to the inputs as they are."""
        return self._remembered(copied, lambda: self._worked_out(copied))

    @cached_property
    def _exact(self) -> Any:
        """The reference's answer in float64."""
        if not any(_narrow(tensor) for tensor in tensors_in([self._inputs, self._keywords])):
            return self._expected
        return self._remembered(doubled, lambda: self._worked_out(doubled))

    @cached_property
    def _size(self) -> float:
        """The size of what is summed: inputs, and the reference's answer to their magnitudes."""
        return float(self._remembered("scale", self._scale))

    def _scale(self) -> float:
        tensors = [t for t in tensors_in([self._inputs, self._keywords]) if t.numel()]
        sizes = [float(t.detach().abs().max()) for t in tensors if t.is_floating_point()]
        try:
            outputs = tensors_in(self._worked_out(lambda t: doubled(t).abs()))
            sizes += [float(o.detach().abs().max()) for o in outputs if o.numel()]
        except Exception:  # not every formula takes magnitudes; then the inputs have to do
            sizes += [0.0]
        return max((s for s in sizes if s < float("inf")), default=0.0)


def _narrow(tensor: torch.Tensor) -> bool:
    return tensor.is_floating_point() and tensor.dtype is not torch.float64
