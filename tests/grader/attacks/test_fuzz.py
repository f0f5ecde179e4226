"""The wire from the worker's side: whatever it sends, the trusted side raises a typed error.

The long run: ``LEARN_FRAMES=100000 pytest --timeout=0 tests/grader/attacks/test_fuzz.py``
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from grader import wire
from grader.declared import Settings
from grader.report import Verdict
from grader.suite.compare import Context, compare
from grader.suite.failure import Failure
from grader.suite.verdicts import judge
from grader.worker.channel import Channel, Closed, Deadline
from grader.worker.ended import Ended
from grader.worker.replies import Reply, read_reply

FRAMES = int(os.environ.get("LEARN_FRAMES", "600"))
PATIENCE = 20.0  # seconds for one frame, on the busiest of machines

many = settings(
    max_examples=FRAMES, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)  # fmt: skip

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


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """Bytes: a frame of an odd header, perhaps with wrong lengths, cut, or not of this kind at all."""
    if draw(st.integers(0, 20)) == 0:
        return draw(st.binary(max_size=200))
    text = json.dumps(draw(headers)).encode()
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.binary(max_size=4)) + text[at + draw(st.integers(0, 3)) :]
    payload = draw(st.binary(max_size=64))
    told = draw(st.sampled_from([len(payload)] * 6 + [0, 8, 2**28, 2**28 + 1, 2**63]))
    size = draw(st.sampled_from([len(text)] * 9 + [len(text) + 1, 0, 2**32 - 1]))
    return struct.pack("!4sIQ", b"LRN1", size, told) + text + payload


# --------------------------------------------------------------------------- what is made of it


def answer(data: bytes) -> Reply:
    """The trusted side's reading of these bytes; raises what a `Client` knows how to take."""
    ours, theirs = socket.socketpair()
    theirs.sendall(data)
    theirs.close()
    channel = Channel(ours, dense=True)
    try:
        header, tensors = channel.receive(time.monotonic() + PATIENCE)
        return read_reply(header, tensors, 1)
    finally:
        channel.close()


EXPECTED: list[Any] = [
    torch.ones(2), {"a": torch.ones(1), 1: 2}, [1.0, (2, "x")], "text", 3, 2.5, None, {1, 2},
    torch.float32,
]  # fmt: skip


def used(reply: Reply) -> Iterator[Exception]:
    """What comparing the answer with all kinds of expected values raises."""
    for got in (reply.value, reply.gradients, reply.inputs):
        for expected in EXPECTED:
            try:
                compare(got, expected, expected, Context())
            except Exception as error:
                yield error


@many
@given(frames())
def test_frames_of_any_kind_end_in_an_answer_or_a_typed_error(data: bytes) -> None:
    started = time.monotonic()
    try:
        reply = answer(data)
    except (wire.WireError, Closed, Deadline):
        return
    except Ended as error:
        verdict, failure = judge(error, Settings())
        assert verdict not in (Verdict.PASSED, Verdict.FAULT)
        assert len(failure.rationale) < 3000
        return
    assert all(isinstance(error, Failure) for error in used(reply))
    assert time.monotonic() - started < PATIENCE


@many
@given(st.data())
def test_the_host_s_own_answers_with_a_byte_changed(data: st.DataObject) -> None:
    encoder = wire.Encoder()
    value = encoder.encode([torch.arange(3.0), {"a": (1, 2.5)}, {4, 5}, torch.Size([2])])
    header = wire.dumps({"id": 1, "value": value, "tensors": encoder.tensors})
    payload = b"".join(encoder.buffers)
    text = bytearray(struct.pack("!4sIQ", b"LRN1", len(header), len(payload)) + header + payload)
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    assume(len(text) > 16)
    try:
        reply = answer(bytes(text))
    except (wire.WireError, Closed, Deadline, Ended):
        return
    assert all(isinstance(error, Failure) for error in used(reply))


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
    shape = [dice.choice((0, 1, 2, 3, 2**31, 2**62)) for _ in range(dice.randrange(4))]
    entry = {"dtype": dice.choice([*wire.DTYPES, "onnx"]), "shape": dice.choice((shape, odd(dice)))}
    entry |= {dice.choice(ENTRY): odd(dice)} if dice.randrange(3) == 0 else {}
    header = {"id": 1, "tensors": [entry] * dice.randrange(3)}
    header |= {dice.choice(FIELDS): odd(dice) for _ in range(dice.randrange(3))}
    return header | ({"value": odd(dice)} if dice.randrange(3) else {})


def test_frames_by_dice_end_in_an_answer_or_a_typed_error() -> None:
    dice = random.Random(int(os.environ.get("LEARN_SEED", "1")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    verdicts: set[Verdict] = set()
    for number in range(5 * FRAMES):
        text = bytearray(json.dumps(odd_header(dice)).encode())
        for _ in range(dice.randrange(3) if dice.randrange(4) == 0 else 0):
            text[dice.randrange(len(text))] = dice.randrange(256)
        payload = bytes(dice.choice((0, 1, 4, 8, 12, 16, 24, 48)))
        try:
            reply = answer(struct.pack("!4sIQ", b"LRN1", len(text), len(payload)) + text + payload)
        except (wire.WireError, Closed, Deadline):
            continue
        except Ended as error:
            verdicts.add(judge(error, Settings())[0])
            continue
        wrong = [error for error in used(reply) if not isinstance(error, Failure)]
        assert not wrong, (number, bytes(text))
    assert not verdicts & {Verdict.PASSED, Verdict.FAULT}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < PEAK


PEAK = 300 << 20  # bytes: a header of 4 MiB and what Python makes of it
HEAVY = {
    "a million lists": b'{"id":1,"tensors":[],"value":[' + b"[]," * 1_300_000 + b"1]}",
    "a million numbers": b'{"id":1,"tensors":[],"value":[' + b"1," * 2_000_000 + b"1]}",
    "objects": b'{"id":1,"tensors":[],"value":[' + b"{}," * 1_300_000 + b"1]}",
    "floats": b'{"id":1,"tensors":[],"value":[' + b"0.1," * 1_000_000 + b"1]}",
    "one text": b'{"id":1,"tensors":[],"value":"' + b"\\u4e00" * 650_000 + b'"}',
    "tuples": b'{"id":1,"tensors":[],"value":[' + b'{"t":[]},' * 400_000 + b"1]}",
    "names": json.dumps({"id": 1, "value": 1, "tensors": [], **{f"k{i}": i for i in range(200_000)}}).encode(),
    "colliding names": json.dumps({"id": 1, "tensors": [], "value": {"d": [[{"i": hex(n * (2**61 - 1))}, 0] for n in range(4096)]}}).encode(),
    "long colliding keys": json.dumps({"id": 1, "tensors": [], "value": {"set": [{"t": [0.5] * 15 + [{"i": hex(n * (2**61 - 1))}]} for n in range(4096)]}}).encode(),
}  # fmt: skip


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_the_heaviest_frames_cost_bounded_memory_and_time(text: bytes) -> None:
    """In a fork, whose peak is its own: the header's bytes, times what Python needs for a value."""
    assert len(text) <= wire.MAX_HEADER
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        before = resource.getrusage(resource.RUSAGE_SELF)
        try:
            answer_text(text)
        finally:
            after = resource.getrusage(resource.RUSAGE_SELF)
            grown = (after.ru_maxrss - before.ru_maxrss) * 1024
            seconds = after.ru_utime - before.ru_utime
            os.write(writing, json.dumps([grown, seconds]).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        grown, seconds = json.loads(pipe.read())
    os.waitpid(pid, 0)
    assert grown < PEAK
    assert seconds < PATIENCE


def answer_text(text: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        list(used(read_reply(wire.loads(text), [], 1)))
