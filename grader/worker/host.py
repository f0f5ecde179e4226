"""Answers the requests of the trusted side, one at a time, beside the submission.

Everything here runs in the confined worker, so nothing here is secret and no answer is a verdict.
Requests: ``settle`` (start the device), ``inspect`` (rules in the syntax tree, before any of the
text runs), ``load``, ``call``, ``get`` (an attribute), ``run`` (a probe), ``drop`` (a handle).
"""

from __future__ import annotations

import contextlib
import linecache
import math
import random
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import torch

from grader import wire
from grader.worker import accelerator, raised, stock
from grader.worker.channel import Channel, Closed
from grader.worker.effects import Effects, drawn
from grader.worker.gradients import gradients, leaf, placed
from grader.worker.lean import complete
from grader.worker.rules import BannedUse, Watch, scan

if TYPE_CHECKING:
    from grader.worker.simulated import Machine

MAX_HANDLES = 10_000
PROBE = "<probe>"  # the file name of functions that the suite sent
Header = wire.Header


class Missing(Exception):  # noqa: N818 - what it reports, not a failure of ours
    """The submission has no such name."""


class Host:
    """A submission's home: its module, its objects that stay here, and the rules it runs under."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._module = types.ModuleType("submission")
        self._filename = "submission.py"
        self._bans: tuple[str, ...] = ()
        self._source = ""
        self._watches: dict[str, Watch] = {}
        self._handles: dict[int, object] = {}
        self._kept = 0
        self._drawn: dict[int, bytes] = {}  # the state of torch's random numbers after each seed
        self._functions: dict[tuple[str, str], Any] = {}
        self._device = "cpu"
        self._machine: Machine | None = None  # that pretends to have an accelerator

    def serve(self) -> None:
        """Answers until the other side goes away."""
        operations: dict[str, Callable[[Header, list[torch.Tensor]], Header]] = {
            "settle": self._settle,
            "inspect": self._inspect,
            "load": self._load,
            "call": self._call,
            "get": self._get,
            "run": self._run,
            "drop": self._drop,
        }
        for header, tensors in self._requests():
            self._encoder = wire.Encoder(self._keep)
            if self._machine is not None:
                self._machine.begin(header["place"])
            try:
                answer = operations[header["op"]](header, tensors)
            except Missing as missing:
                answer = {"missing": str(missing)}
            except wire.WireError as error:
                answer = {"unsendable": str(error)}
            except BannedUse as used:
                answer = {"banned": {"name": used.name, "op": used.op, "line": used.line or None}}
            except BaseException as error:
                answer = self._raised(error)
            self._reply(header, answer)

    def _requests(self) -> Iterator[stock.Request]:
        """All that is asked, until the other side goes away."""
        while True:
            try:
                header, tensors = self._channel.receive(None)
            except Closed:
                return
            if header["op"] == stock.OPERATION:
                yield from stock.taken(header)
            else:
                yield header, tensors

    def _raised(self, error: BaseException) -> Header:
        answer: Header = {"raised": raised.describe(error, self._filename)}
        if self._machine is not None:
            if self._machine.lacks(error):
                return {"not_simulated": str(error)}
            answer["raised"]["mistake"] = self._machine.mistake(error)
        if accelerator.broken(self._device, error):
            answer["broken"] = True
        return answer

    def _reply(self, header: Header, answer: Header) -> None:
        for name in ("stdout", "stderr"):
            with contextlib.suppress(Exception):  # it may be replaced, closed, or gone
                getattr(sys, name).flush()
        if "value" not in answer:
            self._encoder = wire.Encoder()
        answer["id"] = header.get("id")
        try:
            self._channel.answer(answer, self._encoder)
        except wire.WireError as error:
            refusal = {"id": header.get("id"), "unsendable": str(error)}
            self._channel.answer(refusal, wire.Encoder())

    # ------------------------------------------------------------------ the submission

    def _settle(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        self._device = header["device"]
        told = accelerator.settle(self._device, header["gpu"], header["share"])
        return {"value": self._encoder.encode(told)}

    def _inspect(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        found = scan(header["source"], header["bans"], header["entries"])
        return {"value": [[f.line, f.name, f.kind] for f in found[:50]]}

    def _load(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        self._source, self._filename = header["source"], header["filename"]
        self._bans = tuple(header["bans"])
        self._device = header.get("device", "cpu")
        module = self._module
        module.__file__ = self._filename
        sys.modules["submission"] = module
        earlier = header.get("earlier", ())
        for text in (self._source, *(text for _, text in earlier)):
            complete(text)
        if header.get("simulated"):
            from grader.worker.simulated import Machine

            self._machine, self._device = Machine(self._filename), "cpu"
        sys.modules["exercises"] = _earlier(earlier)
        _execute(self._source, self._filename, module)
        return {"value": [name for name in header["entries"] if not hasattr(module, name)]}

    # ------------------------------------------------------------------ calls

    def _call(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        decoder = self._decoder(tensors)
        target = self._target(header["target"], decoder)
        arguments = list(decoder.decode(header["args"]))
        named = decoder.decode(header["kwargs"])
        wrt = [leaf(arguments, index) for index in header.get("wrt", ())]
        seeded = self._seed(header["seed"]) if "seed" in header else None
        effects = Effects([arguments, named], seeded) if header.get("guard") else None
        with self._watch(header["target"]):
            value = target(*arguments, **named)
        # First, for it refuses an answer that is too long to be looked through.
        answer = self._answer(value)
        if effects is not None:
            answer["effects"] = effects.after(value)
        if wrt:
            cotangents = decoder.decode(header["cotangents"])
            answer["gradients"] = self._encoder.encode(gradients(value, wrt, cotangents))
        if header.get("inputs"):
            answer["inputs"] = self._encoder.encode(arguments)
        return answer

    def _seed(self, seed: int) -> bytes:
        """The same random numbers for every call with this seed; the state that torch's have."""
        if self._device == "cpu":  # torch.manual_seed asks every accelerator besides: 1 ms
            torch.default_generator.manual_seed(seed)
        else:
            torch.manual_seed(seed)
        random.seed(seed)
        if seed not in self._drawn:
            self._drawn[seed] = drawn()
        return self._drawn[seed]

    def _get(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        target = self._target(header["target"], self._decoder(tensors))
        return {"value": self._encoder.encode(getattr(target, header["name"]))}

    def _run(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        decoder = self._decoder(tensors)
        probe = self._function(header["name"], header["text"])
        arguments = decoder.decode(header["args"])
        if "seed" in header:
            self._seed(header["seed"])
        with self._watch("") if header.get("watch") else contextlib.nullcontext():
            value = probe(self._module, torch, *arguments)
        return self._answer(value)

    def _answer(self, value: object) -> Header:
        accelerator.after_call(self._device)
        answer: Header = {"value": self._encoder.encode(value)}
        if self._machine is not None:
            answer["stray"] = self._machine.stray(value)
        return answer

    def _drop(self, header: Header, tensors: list[torch.Tensor]) -> Header:
        self._handles.pop(header["handle"], None)
        return {"value": None}

    def _watch(self, target: wire.Node) -> Watch:
        """The bans that hold while this entry, or an object that stayed here, is called."""
        entry = target if isinstance(target, str) else ""
        if entry not in self._watches:
            self._watches[entry] = Watch(
                self._bans, self._filename, entry=entry, source=self._source, spare=(PROBE,)
            )
        return self._watches[entry]

    # ------------------------------------------------------------------ values

    def _decoder(self, tensors: list[torch.Tensor]) -> wire.Decoder:
        return wire.Decoder(list(map(placed, tensors)), self._resolve)

    def _target(self, node: wire.Node, decoder: wire.Decoder) -> Any:
        if not isinstance(node, str):
            return decoder.decode(node)
        try:
            return getattr(self._module, node)
        except AttributeError:
            raise Missing(node) from None

    def _resolve(self, node: wire.Node) -> object:
        if "h" in node:
            return self._handles[node["h"]]
        return self._function(node["fn"], node["text"])

    def _function(self, name: str, text: str) -> Any:
        if (name, text) not in self._functions:
            namespace: dict[str, Any] = {"torch": torch, "math": math, "__name__": "suite"}
            exec(compile(text, PROBE, "exec", dont_inherit=True), namespace)
            self._functions[name, text] = namespace[name]
        return self._functions[name, text]

    def _keep(self, value: object) -> wire.Node:
        """The node of an object that stays here."""
        if len(self._handles) >= MAX_HANDLES:
            raise wire.WireError(f"more than {MAX_HANDLES} objects kept")
        self._kept += 1
        number = self._kept
        self._handles[number] = value
        kind = type(value)
        name = kind.__name__ if kind.__module__ == "submission" else _qualified(kind)
        about = raised.about(value) if isinstance(value, torch.Tensor) else ""
        return {"h": number, "kind": name[:100], "about": about[:200]}


def _execute(source: str, filename: str, module: types.ModuleType) -> None:
    """Runs a text as a module, its lines known to tracebacks."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)


def _earlier(texts: Sequence[Sequence[str]]) -> types.ModuleType:
    """The module `exercises`: what the learner's own earlier answers define."""
    package = types.ModuleType("exercises")
    for filename, source in texts:
        module = types.ModuleType(f"exercises.{filename}")
        sys.modules["exercises"] = package  # an earlier answer may use a still earlier one
        _execute(source, filename, module)
        for name, value in vars(module).items():
            if not name.startswith("_"):
                package.__dict__.setdefault(name, value)
    return package


def _qualified(kind: type) -> str:
    module = kind.__module__
    return kind.__name__ if module in ("builtins", "submission") else f"{module}.{kind.__name__}"
