"""Frames of the wire that are broken, hostile or too large: refused, in bounded time and memory."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader import wire
from grader.worker.channel import Channel, Closed, Deadline

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def frame(value: Any) -> bytes:
    """The bytes of the frame that carries a value."""
    encoder = wire.Encoder()
    header = {"value": encoder.encode(value), "tensors": encoder.tensors}
    text = wire.dumps(header)
    payload = b"".join(bytes(buffer) for buffer in encoder.buffers)
    return raw(text, payload)


def raw(header: bytes, payload: bytes = b"", promised: int | None = None) -> bytes:
    size = len(payload) if promised is None else promised
    return struct.pack("!4sIQ", wire.MAGIC, len(header), size) + header + payload


def received(data: bytes) -> Any:
    """What a side makes of these bytes, after which the other one hangs up."""
    one, two = socket.socketpair()
    far = Channel(two)
    try:
        one.sendall(data)
        one.shutdown(socket.SHUT_WR)
        header, tensors = far.receive(time.monotonic() + 20)
        return wire.Decoder(tensors).decode(header.get("value"))
    finally:
        one.close()
        far.close()


GOOD = frame([1, (2.5, "text"), {"k": torch.ones(2, 3)}, torch.Size([4]), 1j, {5}, torch.float32])


def harmless(data: bytes) -> None:
    """Nothing but the channel's own three refusals may come of a frame."""
    with contextlib.suppress(wire.WireError, Closed, Deadline):
        received(data)


@quick
@given(st.data())
def test_a_frame_with_changed_bytes_is_refused_or_read(data: st.DataObject) -> None:
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(broken) - 1))
        kind = data.draw(st.sampled_from(["change", "insert", "delete"]))
        if kind == "change":
            broken[at] = data.draw(st.integers(0, 255))
        elif kind == "insert":
            broken[at:at] = data.draw(st.binary(min_size=1, max_size=9))
        elif len(broken) > 9:
            del broken[at : at + data.draw(st.integers(1, 9))]
    harmless(bytes(broken))


@quick
@given(st.integers(0, len(GOOD) - 1))
def test_a_frame_that_breaks_off_means_closed(size: int) -> None:
    with pytest.raises(Closed):
        received(GOOD[:size])


WORDS = ["T", "t", "d", "set", "size", "i", "c", "dtype", "device", "big", "h", "fn", "frozen"]
FIELDS = [*WORDS, "shape", "strides", "tensors", "value", "grad", "leaf", "dense"]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.sampled_from([2**40, 2**62, 2**63 - 1, 10**19, -1, 0.5, 1e999, "float32", "cuda:999", "0x"]),
    st.text(max_size=3),
    st.just("float64"),
)
nodes = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(quick, max_examples=150)
@given(nodes)
@example({"c": [10**19, "x"]})
@example({"device": "cuda:999"})
@example({"size": [2**62, 2**62]})
@example({"dtype": "nn"})
@example({"d": [[[], 1]]})
@example({"set": [{"d": []}]})
def test_any_node_is_decoded_or_refused(node: Any) -> None:
    with contextlib.suppress(wire.WireError):
        wire.Decoder([torch.ones(1)], lambda node: node.get("h")).decode(node)


entries = st.fixed_dictionaries(
    {},
    optional={
        "dtype": st.sampled_from(["float32", "bool", "complex128", "nn", "float8_e5m2"]) | nodes,
        "shape": st.lists(st.sampled_from([0, 1, 2, 2**40, 2**62, -1, True]), max_size=5) | nodes,
        "strides": st.lists(st.sampled_from([0, 1, 3, 2**40, -1]), max_size=5) | nodes,
        "device": st.sampled_from(["cpu", "cuda:0", "cpu; rm", "xla"]) | nodes,
        "grad": nodes,
    },
)


@settings(quick, max_examples=150)
@given(
    st.lists(entries | nodes, max_size=3) | nodes, st.binary(max_size=40), st.integers(0, 2**64 - 1)
)
@example([{"dtype": "float32", "shape": [0, 2**62, 2**62]}], b"", 0)
@example([{"dtype": [], "shape": []}], b"", 0)
@example([{"dtype": "float32", "shape": [2**40]}], b"", 2**30)
@example([{"dtype": "float32", "shape": [2], "strides": [2**40]}], b"", 2**30)
def test_any_list_of_tensors_is_read_or_refused(listed: Any, payload: bytes, promised: int) -> None:
    header = json.dumps({"tensors": listed, "value": {"T": 0}}).encode()
    harmless(raw(header, payload))
    harmless(raw(header, payload, promised))


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"tensors": []',
        b"\xff\xfe",
        b'{"tensors": ' + b"9" * 5000 + b"}",
        b'{"tensors": [' + b"0," * 5000 + b"0]}",
    ],
    ids=lambda header: repr(header[:12]),
)
def test_a_header_that_is_none_is_refused(header: bytes) -> None:
    with pytest.raises(wire.WireError):
        received(raw(header))


def test_a_promise_beyond_the_limits_is_refused_before_anything_is_allocated() -> None:
    for head in (
        struct.pack("!4sIQ", b"HTTP", 2, 0),
        struct.pack("!4sIQ", wire.MAGIC, wire.MAX_HEADER + 1, 0),
        struct.pack("!4sIQ", wire.MAGIC, 2, wire.MAX_PAYLOAD + 1),
    ):
        with pytest.raises(wire.WireError, match="no frame"):
            received(head + b"{}")


def test_bytes_that_no_tensor_claims_are_refused() -> None:
    with pytest.raises(wire.WireError, match="belong to no tensor"):
        received(raw(b'{"tensors": []}', b"extra"))


def bits(tensor: torch.Tensor) -> bytes:
    return bytes(tensor.view(torch.uint8).tolist())


def test_a_truth_value_of_any_byte_becomes_true_or_false() -> None:
    header = {"tensors": [{"dtype": "bool", "shape": [3]}], "value": {"T": 0}}
    got = received(raw(json.dumps(header).encode(), b"\x00\x02\xff"))
    assert got.dtype is torch.bool
    assert bits(got) == b"\x00\x01\x01"
