"""The wire from the worker's side: whatever it sends, the trusted side raises a typed error.

The long run, of some minutes: ``LEARN_FRAMES=100000 pytest --timeout=0 -rP`` on this file.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import socket
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_frames import GROUP, fitting, framed, groups, odd_header

from grader import wire
from grader.declared import Settings
from grader.report import Verdict
from grader.suite.compare import Context, compare
from grader.suite.failure import Failure
from grader.suite.verdicts import judge
from grader.worker.channel import Channel, Closed, Deadline
from grader.worker.ended import Ended
from grader.worker.replies import Reply, read_reply

FRAMES = int(os.environ.get("LEARN_FRAMES", "2000"))
PATIENCE = 20.0  # seconds for one frame, on the busiest of machines

many = settings(
    max_examples=max(1, FRAMES // GROUP), deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)  # fmt: skip


# --------------------------------------------------------------------------- what is made of it


def answer(data: bytes) -> Reply:
    """The trusted side's reading of these bytes; raises what a `Client` knows how to take."""
    ours, theirs = socket.socketpair()
    theirs.sendall(data)
    theirs.close()
    line = Channel(ours, dense=True)
    try:
        header, tensors = line.receive(time.monotonic() + PATIENCE)
        return read_reply(header, tensors, 1)
    finally:
        line.close()


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


@pytest.fixture
def tally() -> Iterator[Counter[str]]:
    """What became of the frames; printed at the end, for ``pytest -rP``."""
    counts: Counter[str] = Counter()
    yield counts
    print(f"{counts.total():,} frames: {dict(counts.most_common())}")
    assert counts["answer"] > counts.total() // 50, "hardly any frame was read to its end"


def meet(frame: bytes, tally: Counter[str]) -> None:
    """Asserts that a frame ends in an answer that can be compared, or in a typed error."""
    try:
        reply = answer(frame)
    except (wire.WireError, Closed, Deadline) as error:
        tally[type(error).__name__] += 1
    except Ended as error:
        tally[type(error).__name__] += 1
        verdict, failure = judge(error, Settings())
        assert verdict not in (Verdict.PASSED, Verdict.FAULT)
        assert len(failure.rationale) < 3000
    else:
        tally["answer"] += 1
        wrong = [error for error in used(reply) if not isinstance(error, Failure)]
        assert not wrong, frame


@many
@given(groups())
def test_frames_of_any_kind_end_in_an_answer_or_a_typed_error(
    tally: Counter[str], group: list[bytes]
) -> None:
    for frame in group:
        started = time.monotonic()
        meet(frame, tally)
        assert time.monotonic() - started < PATIENCE


def own_answer() -> bytes:
    """A frame as the host sends it."""
    encoder = wire.Encoder()
    value = encoder.encode([torch.arange(3.0), {"a": (1, 2.5)}, {4, 5}, torch.Size([2])])
    header = wire.dumps({"id": 1, "value": value, "tensors": encoder.tensors})
    return framed(header, b"".join(encoder.buffers))


OWN = own_answer()
# Half of them in the numbers at the end: such a frame is read to its end, most others are not.
places = st.sampled_from(range(len(OWN))) | st.integers(len(OWN) - 12, len(OWN) - 1)
changes = st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=3)


@many
@given(st.lists(changes, min_size=GROUP, max_size=GROUP))
def test_the_host_s_own_answers_with_a_byte_changed(
    tally: Counter[str], group: list[list[tuple[int, int]]]
) -> None:
    for each in group:
        frame = bytearray(OWN)
        for place, byte in each:
            frame[place] = byte
        meet(bytes(frame), tally)


def test_frames_by_dice_end_in_an_answer_or_a_typed_error(tally: Counter[str]) -> None:
    dice = random.Random(int(os.environ.get("LEARN_SEED", "1")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(5 * FRAMES):
        header = odd_header(dice)
        text = bytearray(json.dumps(header).encode())
        for _ in range(dice.randrange(3) if dice.randrange(4) == 0 else 0):
            text[dice.randrange(len(text))] = dice.randrange(256)
        meet(framed(bytes(text), fitting(header, dice)), tally)
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
