"""`agree`: the learner's answer against the reference's, the whole contract in one call."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
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
from grader.suite.trajectory import follow
from grader.suite.variants import DEFAULT, WORDS, copied, doubled, kept, mapped, variants
from grader.worker.client import Reply
from grader.worker.effects import tensors_in

IGNORABLE = frozenset({"alias", "inputs", "state", "rng", "dtype", "device"})


@dataclass(frozen=True)
class Agree:
    """Compares calls; options give a changed copy and leave this one as it is."""

    session: Session
    submission: Submission
    device: str
    rng: Rng
    limits: Bound = UNBOUND
    names: tuple[str, ...] = DEFAULT
    ignored: frozenset[str] = frozenset()

    # ------------------------------------------------------------------ options

    def bound(self, **limits: Any) -> Agree:
        """With fields of `Bound`: depth, scale, rtol, nan."""
        return dataclasses.replace(self, limits=dataclasses.replace(self.limits, **limits))

    def only(self, *names: str) -> Agree:
        """With these variants of the inputs alone; ``float32`` means: as given."""
        chosen = tuple("given" if name == "float32" else name for name in names)
        return dataclasses.replace(self, names=chosen)

    def also(self, *names: str) -> Agree:
        """With these variants besides."""
        return dataclasses.replace(self, names=self.names + names)

    def ignoring(self, *checks: str) -> Agree:
        """Without some of: alias, inputs, state, rng, dtype, device."""
        unknown = set(checks) - IGNORABLE
        if unknown:
            raise ValueError(f"agree cannot ignore {', '.join(sorted(unknown))}")
        return dataclasses.replace(self, ignored=self.ignored | set(checks))

    # ------------------------------------------------------------------ comparisons

    def __call__(self, entry: str, /, *args: Any, **kwargs: Any) -> None:
        """The answer of ``entry`` to these inputs, on every variant of them.

        Raises Failure at the first check that fails.
        """
        for variant, (inputs, keywords) in variants((list(args), kwargs), self._variants):
            call = _Call(self, entry, inputs, keywords, WORDS[variant])
            reply = call.reply(guard=True)
            call.judge(reply.value)
            call.effects(reply)

    @property
    def _variants(self) -> tuple[str, ...]:
        """All with the first seed; then, and where calls are slow, the one that says most."""
        if self.submission._client.simulated:
            return self.names[:1]
        if self.session.thorough:
            return self.names
        return ("float64",) if "float64" in self.names else self.names[:1]

    def grad(
        self, entry: str, /, *args: Any, wrt: Sequence[int] | None = None, **kwargs: Any
    ) -> None:
        """The gradients of ``entry``: vector-Jacobian products with random cotangents, in float64.

        Args:
            entry: the function's name.
            *args: its inputs.
            wrt: numbers of the positional inputs to differentiate by; every floating one if None.
            **kwargs: its keywords.
        """
        call = _Call(self, entry, mapped(list(args), doubled), mapped(kwargs, doubled), "")
        if wrt is None:
            tensors = [i for i, x in enumerate(args) if isinstance(x, torch.Tensor)]
            wrt = [i for i in tensors if args[i].is_floating_point()]
        call.gradients(list(wrt))

    def inplace(self, entry: str, /, *args: Any, **kwargs: Any) -> None:
        """The inputs as ``entry`` leaves them, in float64 and as given."""
        for variant, (inputs, keywords) in variants((list(args), kwargs), ("given", "float64")):
            call = _Call(self, entry, inputs, keywords, WORDS[variant])
            reply = call.reply(inputs=True)
            after = mapped(inputs, copied)
            getattr(self.session.reference, entry)(*after, **keywords)
            exact = mapped(inputs, doubled)
            getattr(self.session.reference, entry)(*exact, **mapped(keywords, doubled))
            call.check(reply.inputs, after, exact, "an input after the call")

    def probe(
        self, probe: Callable[..., Any], /, *args: Any, what: str = "the answer", **here: Any
    ) -> None:
        """What a probe returns beside the learner's code, against what it returns here.

        Args:
            probe: marked with ``@probe``.
            *args: sent with it.
            what: it returns, for the message.
            **here: keywords of the probe for when it runs in this process.
        """
        got = self.submission.run(probe, *args, here=here)
        code = self.session.reference
        expected, exact = (
            probe(code, torch, *mapped(list(args), change), **here) for change in (kept, doubled)
        )
        device = None if "device" in self.ignored else self.device
        context = Context(what, self.limits, device=device, dtype="dtype" not in self.ignored)
        compare(got, expected, exact, context)

    def value(
        self, got: Any, expected: Any, /, what: str = "the answer", depth: float | None = None
    ) -> None:
        """A value from the worker against one computed here, dtype and shape included."""
        limits = self.limits if depth is None else dataclasses.replace(self.limits, depth=depth)
        device = None if "device" in self.ignored else self.device
        context = Context(what, limits, device=device, dtype="dtype" not in self.ignored)
        compare(got, expected, mapped(expected, doubled), context)

    def sequence(
        self, got: Any, expected: Sequence[float], /, rtol: float = 1e-3, what: str = "loss"
    ) -> None:
        """A list of floats, one a step, against the expected trajectory."""
        follow(got, expected, rtol, what)


class _Call:
    """One call on one variant of its inputs, and what is asked about it."""

    def __init__(
        self, agree: Agree, entry: str, inputs: list[Any], keywords: dict[str, Any], words: str
    ) -> None:
        self._agree = agree
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
        return self._agree.session.recall((self._entry, what), self._content, work)

    @property
    def _text(self) -> str:
        session = self._agree.session
        text = call_text(session, self._entry, self._inputs, self._keywords)
        dtypes = {t.dtype for t in tensors_in([self._inputs, self._keywords])}
        wide = " in float64" if torch.float64 in dtypes else ""
        return f"{text}{wide}" + (f"; {self._words}" if self._words else "")

    def reply(self, **options: Any) -> Reply:
        """The worker's answer."""
        evidence = self._agree.session.evidence
        before = len(evidence.experiments)
        try:
            reply = self._agree.submission._call(
                self._entry, self._inputs, self._keywords, **options
            )
            for experiment in evidence.experiments[before:]:
                experiment.judged = lambda: dataclasses.replace(self._context(""), device=None)
            return reply
        except Exception as ended:
            ended.call = self._text  # type: ignore[attr-defined]
            raise

    def judge(self, got: Any) -> None:
        """The answer's type, shape, dtype, device and values."""
        expected = self._remembered(copied, lambda: self._worked_out(copied))
        exact = self._remembered(doubled, lambda: self._worked_out(doubled))
        self.check(got, expected, exact, "the answer")

    def check(self, got: Any, expected: Any, exact: Any, what: str) -> None:
        """Compares, and adds the call's text to a failure."""
        try:
            compare(got, expected, exact, self._context(what))
        except Failure as failure:
            raise failure.within(call=self._text) from None

    def effects(self, reply: Reply) -> None:
        """What the call did besides answering."""
        effects, ignored = reply.effects, self._agree.ignored
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
        value = getattr(self._agree.session.reference, self._entry)(*leaves, **self._keywords)
        outputs = [out for out in tensors_in(value) if out.is_floating_point()]
        cotangents = [self._agree.rng.normal(*out.shape, dtype=torch.float64) for out in outputs]
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
        tensors = list(tensors_in([self._inputs, self._keywords]))
        found = self._name_of(tensors[number]) if 0 <= number < len(tensors) else ""
        return found or f"input {number + 1}"

    def _name_of(self, tensor: torch.Tensor) -> str:
        """The parameter that this very tensor was given for, alone or in a list; else empty."""
        names = parameters(self._agree.session, self._entry, len(self._inputs))
        given = [*zip(names, self._inputs, strict=True), *self._keywords.items()]
        return next((n for n, x in given if any(t is tensor for t in tensors_in(x))), "")

    def _worked_out(self, change: Any) -> Any:
        function = getattr(self._agree.session.reference, self._entry)
        # torch.manual_seed asks every accelerator besides: 1 ms, and this is the CPU's alone.
        torch.default_generator.manual_seed(self._agree.session.seed)
        return function(*mapped(self._inputs, change), **mapped(self._keywords, change))

    def _context(self, what: str) -> Context:
        agree = self._agree
        tensors = [t for t in tensors_in([self._inputs, self._keywords]) if t.numel()]
        terms = max((t.numel() for t in tensors), default=1)
        known = agree.limits.scale is not None
        return Context(
            what,
            agree.limits,
            terms=max(16.0, float(terms)),
            scale=0.0 if known else self._remembered("scale", lambda: self._scale(tensors)),
            device=None if "device" in agree.ignored or not tensors else agree.device,
            dtype="dtype" not in agree.ignored,
        )

    def _scale(self, tensors: list[torch.Tensor]) -> float:
        """The size of what is summed: inputs, and the reference's answer to their magnitudes."""
        sizes = [float(t.detach().abs().max()) for t in tensors if t.is_floating_point()]
        try:
            outputs = tensors_in(self._worked_out(lambda t: doubled(t).abs()))
            sizes += [float(o.detach().abs().max()) for o in outputs if o.numel()]
        except Exception:  # not every formula takes magnitudes; then the inputs have to do
            sizes += [0.0]
        return max((s for s in sizes if s < float("inf")), default=0.0)
