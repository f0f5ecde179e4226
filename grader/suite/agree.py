"""`agree`: the learner's answer against the reference's, the whole contract in one call."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from grader.suite.call import Call, Terms
from grader.suite.compare import Context, compare
from grader.suite.trajectory import follow
from grader.suite.variants import WORDS, copied, doubled, kept, mapped, variants

IGNORABLE = frozenset({"alias", "inputs", "state", "rng", "dtype", "device"})


@dataclass(frozen=True)
class Agree(Terms):
    """Compares calls; options give a changed copy and leave this one as it is."""

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
            call = Call(self, entry, inputs, keywords, WORDS[variant])
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
        call = Call(self, entry, mapped(list(args), doubled), mapped(kwargs, doubled), "")
        if wrt is None:
            tensors = [i for i, x in enumerate(args) if isinstance(x, torch.Tensor)]
            wrt = [i for i in tensors if args[i].is_floating_point()]
        call.gradients(list(wrt))

    def inplace(self, entry: str, /, *args: Any, **kwargs: Any) -> None:
        """The inputs as ``entry`` leaves them, in float64 and as given."""
        for variant, (inputs, keywords) in variants((list(args), kwargs), ("given", "float64")):
            call = Call(self, entry, inputs, keywords, WORDS[variant])
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
