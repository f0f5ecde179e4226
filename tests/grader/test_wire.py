"""The wire: every legal value comes back as it was sent, and the others are refused."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import sys
import time
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader import wire
from grader.worker.channel import Channel

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def there(value: Any, **options: Any) -> tuple[wire.Header, list[torch.Tensor]]:
    """A value's header and tensors as the other side receives them."""
    encoder = wire.Encoder(**options)
    node = encoder.encode(value)
    near, far = map(Channel, socket.socketpair())
    try:
        near.send({"value": node}, encoder, time.monotonic() + 20)
        return far.receive(time.monotonic() + 20)
    finally:
        near.close()
        far.close()


def back(value: Any, **options: Any) -> Any:
    """A value as the other side decodes it."""
    header, tensors = there(value, **options)
    return wire.Decoder(tensors).decode(header["value"])


def bits(tensor: torch.Tensor) -> bytes:
    flat = tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    return bytes(flat.view(torch.uint8).tolist()) if flat.numel() else b""


def same(a: Any, b: Any) -> bool:
    """Equality to the last bit and the exact type, NaN included."""
    if isinstance(a, torch.Tensor):
        return (a.dtype, a.shape, bits(a)) == (b.dtype, b.shape, bits(b))
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return bool(a == b)


# --------------------------------------------------------------------------- what comes back

shapes = st.lists(st.integers(0, 4), max_size=4).map(tuple)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Tensors of every dtype with any bits in them, of every layout that a call may have."""
    dtype = wire.DTYPES[draw(st.sampled_from(sorted(wire.DTYPES)))]
    shape = draw(shapes)
    count = math.prod(shape) * dtype.itemsize
    data = draw(st.binary(min_size=count, max_size=count))
    if dtype is torch.bool:
        data = bytes(byte & 1 for byte in data)
    tensor = torch.empty(shape, dtype=dtype)
    if count:
        wire.memory_of(tensor)[:] = data
    if tensor.dim() > 1 and draw(st.booleans()):
        tensor = tensor.transpose(0, -1)
    if tensor.dim() and draw(st.booleans()):
        tensor = tensor[..., :: draw(st.integers(1, 3))]
    if tensor.dim() and draw(st.booleans()):
        tensor = tensor[:1].expand(3, *tensor.shape[1:]) if tensor.shape[0] else tensor
    floats = tensor.is_floating_point() or tensor.is_complex()
    return tensor.requires_grad_(floats and draw(st.booleans()))


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**4000), 2**4000),
    st.floats(),
    st.text(),
    st.complex_numbers(allow_nan=False),
    shapes.map(torch.Size),
    st.sampled_from([torch.float32, torch.float8_e4m3fn, torch.bool]),
    st.sampled_from([torch.device("cpu"), torch.device("cuda:1"), torch.device("meta")]),
)
keys = st.one_of(st.integers(), st.text(), st.booleans(), st.none(), st.tuples(st.integers()))
values = st.recursive(
    plain | tensors(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(keys, max_size=4),
        st.frozensets(keys, max_size=4),
        st.dictionaries(st.frozensets(keys, max_size=2), inner, max_size=2),
    ),
    max_leaves=8,
)


@quick
@given(values)
@example([-0.0, float("nan"), float("inf"), 2**63, -(2**63), -(2**63) - 1, "\ud800\0"])
def test_every_legal_value_comes_back_as_it_was_sent(value: Any) -> None:
    assert same(value, back(value))


@quick
@given(tensors())
def test_a_call_s_tensor_keeps_its_strides_and_its_gradient_flag(tensor: torch.Tensor) -> None:
    got = back(tensor, device="cpu")
    assert same(tensor, got)
    steps = zip(tensor.shape, got.stride(), tensor.stride(), strict=True)
    if tensor.numel():
        assert all(mine == sent for size, mine, sent in steps if size > 1)
    note = wire.note_of(got)
    assert note is not None
    assert note.requires_grad == tensor.requires_grad
    assert note.device == "cpu"


def test_a_tensor_sent_twice_is_one_tensor_on_the_other_side() -> None:
    x = torch.ones(2)
    header, tensors = there([x, {"again": x}, (x.clone(),)])
    first, again, other = wire.Decoder(tensors).decode(header["value"])
    assert first is again["again"]
    assert first is not other[0]
    assert len(tensors) == 2


def test_views_of_one_memory_arrive_as_separate_tensors() -> None:
    x = torch.arange(6.0)
    first, second = back([x, x[2:4]], device="cpu")
    first.zero_()
    assert second.tolist() == [2.0, 3.0]


def test_a_slice_does_not_carry_what_lies_outside_of_it() -> None:
    secret = torch.arange(100.0)
    _, (got,) = there([secret[10:20:3]], device="cpu")
    assert got.untyped_storage().nbytes() == 4 * 10


def test_an_answer_comes_dense_with_a_note_that_it_was_not() -> None:
    got = back(torch.ones(3, 2).T)
    assert got.is_contiguous()
    assert wire.note_of(got) == wire.Note("cpu", False, True, False)


def test_the_sign_of_zero_and_the_bits_of_nan_are_kept() -> None:
    odd = torch.tensor([0x7FC0BEEF, -1, 0x80000000 - 2**32], dtype=torch.int32).view(torch.float32)
    assert bits(back(odd)) == bits(odd)


def test_conjugated_and_negated_views_are_sent_as_their_values() -> None:
    z = torch.tensor([1 + 2j, 3 - 4j])
    assert back(z.conj()).tolist() == [1 - 2j, 3 + 4j]
    assert back(z.conj().imag).tolist() == [-2.0, 4.0]
    assert back(z.conj()[::1], device="cpu").tolist() == [1 - 2j, 3 + 4j]


def test_a_parameter_and_a_computed_tensor_are_told_apart() -> None:
    weight = torch.nn.Parameter(torch.ones(2))
    leaf, grown = back([weight, weight * 2])
    assert (wire.note_of(leaf).is_leaf, wire.note_of(grown).is_leaf) == (True, False)
    assert wire.note_of(grown).requires_grad


def test_subclasses_are_sent_as_what_they_hold() -> None:
    class Pair(tuple):
        pass

    class Table(dict):
        pass

    assert back(Pair((1, 2))) == (1, 2)
    assert type(back(Table(a=1))) is dict


# --------------------------------------------------------------------------- what is not sent


@pytest.mark.parametrize(
    "value",
    [
        object(),
        b"bytes",
        range(3),
        lambda: None,
        torch.nn.Linear(1, 1),
        torch.ones(2).to_sparse(),
        torch.ones(2, device="meta"),
        torch.ones(2).as_subclass(type("Mine", (torch.Tensor,), {})),
        type("Whole", (int,), {})(3),
        True.__class__,
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_object_without_a_word_for_it_is_refused_or_kept(value: Any) -> None:
    with pytest.raises(wire.WireError, match="cannot be sent"):
        wire.Encoder().encode([value])
    kept: list[Any] = []
    assert wire.Encoder(lambda x: kept.append(x) or {"h": 1}).encode([value]) == [{"h": 1}]
    assert kept[0] is value


def test_a_tensor_beyond_the_limit_is_told_by_its_shape_alone() -> None:
    huge = torch.zeros(1).expand(1 << 40)
    encoder = wire.Encoder()
    node = encoder.encode([huge, torch.ones(2)])
    assert len(encoder.buffers) == 1
    got = wire.Decoder([torch.ones(2)]).decode(node)
    assert got[0] == wire.Oversized((1 << 40,), "float32")


def test_what_is_nested_too_deep_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(wire.WireError, match="nested"):
        wire.Encoder().encode(endless)
    node: Any = 1
    for _ in range(wire.MAX_DEPTH + 1):
        node = [node]
    with pytest.raises(wire.WireError, match="nested"):
        wire.Decoder([]).decode(node)


def test_too_many_values_or_keys_are_refused() -> None:
    with pytest.raises(wire.WireError, match="values"):
        wire.Encoder().encode([[0]] * (wire.MAX_ITEMS + 1))
    many = dict.fromkeys(range(wire.MAX_KEYS + 1))
    with pytest.raises(wire.WireError, match="keys"):
        wire.Encoder().encode(many)
    with pytest.raises(wire.WireError, match="keys"):
        wire.Decoder([]).decode({"set": list(many)})


def test_keys_that_collide_cost_little() -> None:
    prime = (1 << 61) - 1  # Python's hash of a whole number is its remainder
    pairs = [[{"i": hex(n * prime)}, 0] for n in range(wire.MAX_KEYS + 1)]
    with pytest.raises(wire.WireError, match="keys"):
        wire.Decoder([]).decode({"d": pairs})


def test_a_long_number_arrives_shortened_and_can_be_printed() -> None:
    assert str(back(10**100_000))
    assert str(wire.Decoder([]).decode({"i": "0x" + "f" * 1_000_000}))


def test_a_key_is_a_few_values_at_most() -> None:
    small, large = {"t": [1] * 16}, {"t": [[1] * 16, 1]}
    assert wire.Decoder([]).decode({"d": [[small, 0]]}) == {(1,) * 16: 0}
    for node in ({"d": [[large, 0]]}, {"set": [{"t": [0] * 17}]}):
        with pytest.raises(wire.WireError, match="a key of more than"):
            wire.Decoder([]).decode(node)


def test_an_answer_has_no_strides_and_a_few_bytes_are_no_large_tensor() -> None:
    entry = {"dtype": "float32", "shape": [1 << 20, 1 << 20], "strides": [0, 0]}
    assert wire.allocate(entry, 4)[1] == 4
    with pytest.raises(wire.WireError, match="strides"):
        wire.allocate(entry, 4, dense=True)


def test_a_dtype_s_name_imports_nothing() -> None:
    before = set(sys.modules)
    for name in ("onnx", "_dynamo", "_inductor", "nn", "float"):
        with contextlib.suppress(wire.WireError):
            wire.Decoder([]).decode({"dtype": name})
    assert set(sys.modules) == before


def test_a_tensor_without_room_for_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("can't allocate memory")

    monkeypatch.setattr(torch, "empty", full)
    with pytest.raises(wire.WireError, match="no room"):
        wire.allocate({"dtype": "int8", "shape": [4]}, 4)
