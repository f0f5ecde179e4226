"""Frames that a worker might send: odd ones, and honest ones with parts in other places.

What hypothesis draws costs it ten times what is made of it, so it draws groups of frames: one, and
others like it by dice.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import torch
from hypothesis import strategies as st

from grader import wire
from grader.worker import channel

GROUP = 10  # frames
PREFIX = channel._PREFIX
# The number of the question, where it goes before the header and not in it.
NUMBER = (1,) * (len(PREFIX.unpack(bytes(PREFIX.size))) - 3)


def framed(
    text: bytes, payload: bytes = b"", size: int | None = None, told: int | None = None
) -> bytes:
    """A frame of this protocol; ``size`` and ``told`` are lengths that are not so."""
    size = len(text) if size is None else size
    told = len(payload) if told is None else told
    return PREFIX.pack(wire.MAGIC, *NUMBER, size, told) + text + payload


# --------------------------------------------------------------------------- what is sent

TAGS = (
    "T",
    "t",
    "d",
    "set",
    "frozen",
    "size",
    "i",
    "c",
    "dtype",
    "device",
    "big",
    "h",
    "fn",
    "kind",
)
FIELDS = (
    "id",
    "value",
    "raised",
    "missing",
    "banned",
    "unsendable",
    "effects",
    "gradients",
    "inputs",
)
PARTS = ("type", "bases", "message", "line", "frames", "name", "changed", "alias", "state")
ENTRY = ("dtype", "shape", "strides", "device", "grad", "leaf", "dense", "param")

numbers = st.one_of(
    st.integers(-3, 5), st.sampled_from([2**31, 2**62, 2**63 - 1, 2**63, -(2**63), 10**19, 10**30])
)
words = st.one_of(
    st.sampled_from(
        [*wire.DTYPES, "cpu", "cuda:1", "meta", "onnx", "0x1f", "", "\ud800", "\x1b[2J"]
    ),
    st.text(max_size=8),
)
leaves = st.one_of(st.none(), st.booleans(), numbers, st.floats(), words)


def tagged(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Nodes: lists, objects with the format's words in them, and pairs as of a dict."""
    return st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(TAGS), inner, min_size=1, max_size=2),
        st.dictionaries(st.sampled_from([*PARTS, *FIELDS]), inner, max_size=4),
        st.builds(lambda k, v: {"d": [[k, v]]}, inner, inner),
        st.builds(lambda items: {"t": items}, st.lists(inner, max_size=3)),
        st.builds(lambda items: {"set": items}, st.lists(inner, max_size=3)),
    )


nodes = st.recursive(leaves, tagged, max_leaves=12)
shapes = st.lists(numbers, max_size=4)
entries = st.one_of(
    st.fixed_dictionaries({"dtype": st.sampled_from([*wire.DTYPES]), "shape": shapes}),
    st.dictionaries(st.sampled_from(ENTRY), st.one_of(leaves, shapes), max_size=6),
    leaves,
)
raised = st.fixed_dictionaries(
    {"type": nodes, "bases": st.one_of(nodes, st.lists(words)), "message": nodes, "line": nodes,
     "frames": st.one_of(nodes, st.lists(st.dictionaries(
         st.sampled_from(["line", "function", "source", "variables"]), nodes), max_size=4))},
)  # fmt: skip
headers = st.one_of(
    st.fixed_dictionaries(
        {"id": st.just(1), "value": nodes, "tensors": st.lists(entries, max_size=3)},
        optional={"effects": nodes, "gradients": nodes, "inputs": nodes},
    ),
    st.fixed_dictionaries({"id": st.just(1), "raised": raised, "tensors": st.just([])}),
    st.fixed_dictionaries(
        {"tensors": st.one_of(st.just([]), nodes, st.lists(entries, max_size=3))},
        optional=dict.fromkeys(FIELDS, nodes),
    ),
)


TENSORS = st.builds(
    lambda dtype, shape: torch.zeros(shape, dtype=wire.DTYPES[dtype]),
    st.sampled_from([*wire.DTYPES]),
    st.lists(st.integers(0, 3), max_size=3),
)
keys = st.one_of(st.booleans(), st.integers(-3, 5), st.floats(), st.text(max_size=4))
honest = st.recursive(
    st.one_of(TENSORS, st.none(), keys, st.builds(torch.Size, st.lists(st.integers(0, 9)))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.builds(tuple, st.lists(inner, max_size=3)),
        st.dictionaries(keys, inner, max_size=3),
        st.sets(keys, max_size=3),
    ),
    max_leaves=8,
)


def answer_of(value: object) -> dict[str, Any]:
    """The header in which a host sends a value."""
    encoder = wire.Encoder()
    node = encoder.encode(value)
    return json.loads(wire.dumps({"id": 1, "value": node, "tensors": encoder.tensors}))


@st.composite
def groups(draw: st.DrawFn) -> list[bytes]:
    """A frame of a header and others like it: grafted, changed, cut, of wrong lengths."""
    if draw(st.integers(0, 20)) == 0:
        return [draw(st.binary(max_size=200))]
    header = draw(honest.map(answer_of) if draw(st.booleans()) else headers)
    dice = random.Random(draw(st.integers(0, 2**32)))
    first = framed(json.dumps(header).encode(), fitting(header, dice))
    return [first] + [alike(header, dice) for _ in range(GROUP - 1)]


def alike(header: dict[str, Any], dice: random.Random) -> bytes:
    """A frame in which the header has some of its parts in other places, or other lengths."""
    parts = list(within(header))
    for _ in range(dice.randrange(3)):
        name = dice.choice([*header, "value"])
        part = dice.choice([*parts, odd(dice)])
        if name != "id" or dice.randrange(20) == 0:
            header = header | {name: grafted(header.get(name), part, dice)}
    text = json.dumps(header).encode()
    if dice.randrange(10) == 0:
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.randbytes(dice.randrange(5)) + text[at + dice.randrange(4) :]
    payload = fitting(header, dice)
    told = dice.choice([len(payload)] * 20 + [0, 8, 2**28, 2**28 + 1, 2**63])
    size = dice.choice([len(text)] * 30 + [len(text) + 1, 0, 2**32 - 1])
    return framed(text, payload, size, told)


def fitting(header: dict[str, Any], dice: random.Random) -> bytes:
    """Bytes for the tensors of a header, now and then too few or too many."""
    size = dice.choice((0,) * 20 + (1, 8, -1, -8))
    entries = header.get("tensors")
    for entry in entries if isinstance(entries, list) else ():
        try:
            size += wire.allocate(entry, 4096, dense=True)[1]
        except wire.WireError:
            continue
    return dice.randbytes(max(0, size))


def within(node: Any) -> Iterator[Any]:
    """A node and all below it."""
    yield node
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from within(inner)


def grafted(node: Any, part: Any, dice: random.Random) -> Any:
    """The node with one node below it, any one, replaced by this part."""
    if not isinstance(node, list | dict) or not node:
        return part
    copy: Any = node.copy()
    place = dice.choice(list(copy)) if isinstance(copy, dict) else dice.randrange(len(copy))
    copy[place] = grafted(copy[place], part, dice) if dice.randrange(3) else part
    return copy


def odd(dice: random.Random, depth: int = 0) -> Any:
    """A node made by dice: hypothesis shrinks what fails, this tries a hundred times as many."""
    kind = dice.randrange(9 if depth < 6 else 3)
    if kind < 3:
        return dice.choice(
            (None, True, 0, 1, -1, 2**62, 2**63, 1e308, 0.5, "", "float32", "0x1f", "x" * 99)
        )
    inner = [odd(dice, depth + 1) for _ in range(dice.randrange(4))]
    if kind < 5:
        return inner
    words = dice.choice((TAGS, TAGS, PARTS, FIELDS, ENTRY))
    return {dice.choice(words): item for item in inner or [0]}


def odd_header(dice: random.Random) -> dict[str, Any]:
    """A header made by dice: an answer, some of whose words are others."""
    tensors = [odd_entry(dice) for _ in range(dice.randrange(3))]
    header: dict[str, Any] = {"id": 1, "tensors": tensors, "value": None}
    if tensors:
        header["value"] = {"T": dice.randrange(3)}
    if dice.randrange(2):
        header["value"] = odd(dice)
    if dice.randrange(3) == 0:
        header[dice.choice(FIELDS)] = odd(dice)
    return header


def odd_entry(dice: random.Random) -> dict[str, Any]:
    """A line of a header's list of tensors."""
    shape = [dice.choice((0, 1, 1, 2, 2, 3, 3, 2**31, 2**62)) for _ in range(dice.randrange(4))]
    entry = {"dtype": dice.choice([*wire.DTYPES]), "shape": shape, "device": "cpu"}
    if dice.randrange(4) == 0:
        entry[dice.choice(ENTRY)] = odd(dice)
    return entry
