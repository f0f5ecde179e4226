"""The learner's code as a suite sees it: calls go to the worker, objects stay there as handles."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from grader import wire
from grader.report import Check
from grader.suite.evidence import Experiment, Seen, call_of, probe_of, raised, told
from grader.suite.failure import Failure
from grader.suite.probes import source_of
from grader.suite.session import Session
from grader.suite.variants import mapped, replica
from grader.worker.client import Raised, Reply
from grader.worker.raised import describe


class Remote:
    """An object that stays in the worker: call it, read its attributes, hand it on."""

    def __init__(self, submission: Submission, handle: wire.Handle) -> None:
        self._submission = submission
        self._handle = handle

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._submission._call(self._handle, args, kwargs).value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._submission._get(self._handle, name)

    def __bool__(self) -> bool:
        # Every object is true to Python, so that `assert submission.f(x)` would pass.
        raise Failure(f"the answer is {self!r}, neither True nor False")

    def __repr__(self) -> str:
        return f"<{self._handle.kind} in the worker>"


# One request put to a submission: an experiment outlives the one that it was first put to.
Request = Callable[["Submission", list[Any]], Reply]


class Submission:
    """The learner's module on one device.

    Args:
        session: of the run.
        device: where the tensors of every call are put.
    """

    def __init__(self, session: Session, device: str) -> None:
        self._session = session
        self._client = session.client(device)
        self._device = device

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                return self._call(name, args, kwargs).value
            except Failure as failure:
                raise failure.within(call=call_text(self._session, name, args, kwargs)) from None

        return call

    def run(
        self,
        probe: Callable[..., Any],
        *args: Any,
        watch: bool = False,
        here: dict[str, Any] | None = None,
    ) -> Any:
        """What the probe returns, run beside the learner's code.

        Args:
            probe: marked with ``@probe``; called as ``probe(submission, torch, *args)``.
            watch: whether the exercise's bans hold while it runs.
            here: keywords of the probe for when it runs in this process, to name a mistake.
        """
        source = source_of(probe)

        def request(asked: Submission, given: list[Any]) -> Reply:
            encoder = asked._client.encoder()
            arguments = encoder.encode(asked._outgoing(given))
            return asked._client.request(
                "run", encoder, name=source.name, text=source.text, args=arguments, watch=watch,
                seed=asked._session.seed,
            )  # fmt: skip

        act = probe_of(probe, here or {})
        return self._experiment(source.name, list(args), act, request).value

    @contextmanager
    def raises(self, expected: type[Exception], naming: tuple[str, ...] = ()) -> Iterator[None]:
        """The calls inside must raise ``expected``, with every text of ``naming`` in the message.

        NotImplementedError never counts: an untouched stub raises it too.
        """
        evidence = self._session.evidence
        evidence.naming = naming
        try:
            yield
        except Raised as raised:
            if "NotImplementedError" in raised.bases or raised is self._client.refused:
                raise
            _check_raised(raised, expected, naming)
        else:
            name = expected.__name__
            wanted = "an exception" if expected is Exception else name
            raise Failure(f"no exception was raised, expected {wanted}", f"raise {name}(...)")
        finally:
            evidence.naming = ()

    def _call(
        self,
        target: object,
        args: Any,
        kwargs: Any,
        meanwhile: Callable[[], None] | None = None,
        **options: Any,
    ) -> Reply:
        wrt, cotangents = options.get("wrt", []), options.get("cotangents", [])

        def request(asked: Submission, given: list[Any]) -> Reply:
            encoder = asked._client.encoder()
            fields = {
                "target": target if isinstance(target, str) else encoder.encode(target),
                "args": encoder.encode(asked._outgoing(given[0])),
                "kwargs": encoder.encode(asked._outgoing(given[1])),
                "seed": asked._session.seed,
                **options,
            }
            if "cotangents" in fields:
                fields["cotangents"] = encoder.encode(cotangents)
            return asked._client.request("call", encoder, meanwhile, **fields)

        act = call_of(str(target), "guard" in options, wrt, cotangents, "inputs" in options)
        return self._experiment(target, [list(args), dict(kwargs)], act, request)

    def _experiment(self, key: object, inputs: list[Any], act: Any, request: Request) -> Reply:
        """What a request gives, written down in the session's evidence."""
        if not isinstance(key, str) or _has_remote(inputs):  # the worker alone has what it is given
            return self._received(request(self, inputs))
        session = self._session

        def ask(other: Submission, given: list[Any]) -> Reply:
            return other._experiment(key, given, act, request)

        experiment = Experiment(
            key, mapped(inputs, replica), Seen(), act, session.seed, ask, session.evidence.naming
        )
        try:
            if session.rehearsing:
                reply = _rehearsed(experiment, session)
            else:
                reply = self._received(request(self, inputs))
        except Raised as error:
            session.evidence.add(experiment, raised(error.kind, error.message, experiment.naming))
            raise
        effects = told(reply.effects)
        seen = Seen(reply.value, "", frozenset(), effects, reply.gradients, reply.inputs)
        session.evidence.add(experiment, seen)
        return reply

    def _received(self, reply: Reply) -> Reply:
        reply.value = self._incoming(reply.value)
        return reply

    def _get(self, handle: wire.Handle, name: str) -> Any:
        encoder = self._client.encoder()
        target = encoder.encode(handle)
        reply = self._client.request("get", encoder, target=target, name=name)
        return self._incoming(reply.value)

    def _outgoing(self, value: Any) -> Any:
        if isinstance(value, Remote):
            return value._handle
        if inspect.isfunction(value):
            return source_of(value)
        if type(value) in (list, tuple):
            return type(value)(self._outgoing(item) for item in value)
        if type(value) is dict:
            return {key: self._outgoing(item) for key, item in value.items()}
        return value

    def _incoming(self, value: Any) -> Any:
        if isinstance(value, wire.Handle):
            return Remote(self, value)
        if type(value) in (list, tuple):
            return type(value)(self._incoming(item) for item in value)
        if type(value) is dict:
            return {key: self._incoming(item) for key, item in value.items()}
        return value


def _rehearsed(experiment: Experiment, session: Session) -> Reply:
    """What the reference gives, in this process."""
    seen = experiment.play(session.reference)
    if seen.thrown is not None:
        raise Raised(describe(seen.thrown, ""))
    return Reply(seen.value, dict(seen.effects), seen.gradients, seen.inputs)


def _has_remote(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_has_remote, value))
    if isinstance(value, dict):
        return any(map(_has_remote, value.values()))
    return isinstance(value, Remote)


def _check_raised(raised: Raised, expected: type[Exception], naming: tuple[str, ...]) -> None:
    if expected.__name__ not in raised.bases:
        raise Failure(
            f"{raised.kind} was raised, expected {expected.__name__}",
            f"raise {expected.__name__}(...)",
            exception=f"{raised.kind}: {raised.message}",
            line=raised.line,
        )
    lacking = [text for text in naming if text not in raised.message]
    if lacking:
        raise Failure(
            f"the message of {raised.kind} does not name {', '.join(lacking)}",
            "say in the message what was found, so that the next reader need not guess",
            checks=(Check("message", raised.message[:200] or "(empty)", False),),
            line=raised.line,
        )


def call_text(session: Session, entry: str, args: Any, kwargs: Any) -> str:
    """A call in a learner's words: ``matmul(A[3, 4], B[4, 2])``."""
    names = parameters(session, entry, len(args))
    parts = [_argument(name, value) for name, value in zip(names, args, strict=True)]
    parts += [f"{key}={_argument('', value)}" for key, value in kwargs.items()]
    return f"{entry}({', '.join(parts)})"


def parameters(session: Session, entry: str, count: int) -> list[str]:
    """What the reference calls the first ``count`` parameters of an entry."""
    try:
        names = list(inspect.signature(getattr(session.reference, entry)).parameters)
    except (AttributeError, TypeError, ValueError):
        names = []
    return [*names, *(f"argument {i + 1}" for i in range(len(names), count))][:count]


def _argument(name: str, value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"{name}{list(value.shape)}" if value.dim() else _scalar(name, value)
    if inspect.isfunction(value):
        return value.__name__
    if isinstance(value, Remote):
        return repr(value)
    if isinstance(value, list | tuple) and any(isinstance(x, torch.Tensor) for x in value):
        return f"{name}[{len(value)} tensors]"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _scalar(name: str, value: torch.Tensor) -> str:
    text = str(value.item()) if value.is_complex() else f"{value.item():.4g}"
    return f"{name}={text}" if name else text
