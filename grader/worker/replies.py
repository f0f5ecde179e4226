"""What came back for a request: a value, or the way in which the submission gave none.

Runs on the trusted side; a frame is bounded data, and a malformed one is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch

from grader import wire
from grader.worker.ended import (
    MissingEntry,
    NotSimulated,
    Raised,
    RuleBroken,
    Unsendable,
    line_number,
    text,
)


@dataclass
class Reply:
    """An answer: the value, and what was asked about the call besides."""

    value: Any
    effects: dict[str, Any] = field(default_factory=dict)
    gradients: Any = None
    inputs: Any = None


def read_reply(answer: wire.Header, tensors: list[torch.Tensor], number: int) -> Reply:
    """The answer in a frame.

    Raises:
        Ended: the frame says in which way the submission gave none.
        wire.WireError: it breaks the format, or does not answer request ``number``.
    """
    if answer.get("id") != number:
        raise wire.WireError("an answer to no question")
    try:
        if "banned" in answer:
            used = answer["banned"]
            raise RuleBroken(text(used["name"], 100), line_number(used["line"]))
        if "raised" in answer:
            raise Raised(answer["raised"])
    except (KeyError, TypeError, AttributeError) as error:
        raise wire.WireError(f"a malformed answer: {error}") from None
    if "missing" in answer:
        raise MissingEntry(text(answer["missing"], 100))
    if "not_simulated" in answer:
        raise NotSimulated(text(answer["not_simulated"], 200))
    if "unsendable" in answer:
        raise Unsendable(text(answer["unsendable"], 500))
    if "value" not in answer:
        raise wire.WireError("an answer without a value")
    decoder = wire.Decoder(tensors, _handle)
    return Reply(
        decoder.decode(answer["value"]),
        _effects(answer.get("effects")),
        decoder.decode(answer.get("gradients")),
        decoder.decode(answer.get("inputs")),
    )


def _handle(node: wire.Node) -> wire.Handle:
    number = node["h"]
    if type(number) is not int:
        raise wire.WireError("a handle without a number")
    return wire.Handle(number, text(node.get("kind"), 100), text(node.get("about"), 200))


def _effects(sent: object) -> dict[str, Any]:
    """What was told of a call's effects: numbers of inputs, names of state; the rest is dropped."""
    told = sent if isinstance(sent, dict) else {}
    kinds = {"changed": int, "alias": int, "state": str}
    listed = {name: told.get(name) for name in kinds}
    return {
        name: [item for item in items[:100] if type(item) is kinds[name]]
        for name, items in listed.items()
        if isinstance(items, list)
    }
