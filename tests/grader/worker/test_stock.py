"""Requests that workers are born with: asked by number, they are answered as if they were sent."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader import wire
from grader.grading.grader import Grader
from grader.worker import stock
from grader.worker.channel import frame
from grader.worker.client import Client
from grader.worker.script import Script
from grader.worker.stock import OPERATION, Stock, laid_down, places, take_up, taken
from grader.worker.template import Control

Clients = Callable[..., Client]
ADD = """
seen = []
def add(x):
    x += 1
    seen.append(float(x.sum()))
    return x, len(seen)
"""


def request(number: int) -> bytes:
    encoder = wire.Encoder()
    fields = {"op": "call", "id": number, "args": encoder.encode([torch.tensor([number, 7.0])])}
    return b"".join(frame(fields, encoder))


def asked_for(sent: bytes) -> list[tuple[int, bool]]:
    """The requests that a worker answers that is sent this; whether each is asked by number."""
    found: list[tuple[int, bool]] = []
    while sent:
        size = 16 + int.from_bytes(sent[4:8], "big") + int.from_bytes(sent[8:16], "big")
        header = wire.loads(sent[16 : 16 + int.from_bytes(sent[4:8], "big")])
        if header["op"] == OPERATION:
            found += [(each["id"], True) for each, _ in taken(header)]
        else:
            found.append((header["id"], False))
        sent = sent[size:]
    return found


@pytest.fixture(autouse=True)
def empty_afterwards() -> Any:
    yield
    stock._here.clear()


@given(st.lists(st.integers(0, 5), max_size=8), st.lists(st.integers(0, 7), max_size=12))
def test_what_is_sent_stands_for_the_same_requests_in_order(
    kept: list[int], wanted: list[int]
) -> None:
    had = list(map(request, kept))
    descriptor = laid_down(had)
    take_up(descriptor, list(map(len, had)))
    asked = list(map(request, wanted))
    worker = Stock(places(had))
    told = asked_for(worker.shortened(asked[:5])) + asked_for(worker.shortened(asked[5:]))
    assert [each for each, _ in told] == wanted
    by_number = sum(min(kept.count(n), wanted.count(n)) for n in set(kept))
    assert sum(short for _, short in told) == by_number  # none oftener than it is there


def test_what_is_taken_up_is_in_place_of_what_was_there() -> None:
    for numbers in ([1, 2, 3], [4]):
        requests = list(map(request, numbers))
        descriptor = laid_down(requests)
        take_up(descriptor, list(map(len, requests)))
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)
    assert [header["id"] for header, _ in taken({"numbers": [0]})] == [4]
    assert len(stock._here) == 1


def test_values_are_read_and_placed_where_they_are_every_worker_s() -> None:
    x, encoder = torch.ones(2, requires_grad=True), wire.Encoder()
    args = encoder.encode([x, {"k": (x, None)}])
    plain = b"".join(frame({"id": 1, "args": args, "kwargs": encoder.encode({})}, encoder))
    encoder = wire.Encoder()
    handle = encoder.encode([torch.ones(2), wire.Handle(3, "a kind")])
    stays = b"".join(frame({"id": 2, "args": handle, "kwargs": {"d": []}}, encoder))
    encoder = wire.Encoder(device="cuda")
    away = b"".join(frame({"id": 3, "args": encoder.encode([torch.ones(2)])}, encoder))
    requests = [plain, stays, away]
    take_up(laid_down(requests), list(map(len, requests)))
    (one, [tensor]), (two, [plain_tensor]), (three, [noted]) = taken({"numbers": [0, 1, 2]})
    given, named = one["args"].value
    assert given is tensor is named["k"][0]
    assert given.requires_grad
    assert wire.note_of(tensor) is None
    assert one["kwargs"].value == {}
    assert isinstance(two["args"], list)
    assert wire.note_of(plain_tensor) is None
    assert isinstance(three["args"], list)
    note = wire.note_of(noted)
    assert note is not None
    assert note.device == "cuda"


def recorded(client: Client, count: int) -> Script:
    """The same call so often, each on a tensor of its own."""
    client.begin(20.0)
    for _ in range(count):
        encoder = client.encoder()
        arguments = encoder.encode([torch.zeros(2)])
        client.request("call", encoder, target="add", args=arguments, kwargs={"d": []})
    recording = client.end()
    assert recording is not None
    script = Script(tuple(recording.requests))
    script.keep(tuple(recording.marks), "kept")
    return script


def test_a_worker_answers_by_number_as_it_answers_what_is_sent(
    client_of: Clients, grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = recorded(client_of(ADD, "add"), 3)
    sent: list[bytes] = []
    shortened = Stock.shortened

    def look(self: Stock, requests: Any) -> bytes:
        sent.append(shortened(self, requests))
        return sent[-1]

    monkeypatch.setattr(Stock, "shortened", look)
    grader.launcher.stock(script.requests)
    for _ in range(2):  # what one worker changes, another has as it was
        client = client_of(ADD, "add")
        client.begin(20.0)
        assert len(client.play_all([script], 20.0)) == 1
    assert all(len(each) < len(script.requests[0]) for each in sent)
    more = Script(script.requests * 2)
    more.keep(next(iter(script.answers)) * 2, "kept")
    client = client_of(ADD, "add")
    assert client.play_all([more], 20.0) == []  # it counts its calls, and was asked all six
    assert len(sent[-1]) > sum(map(len, script.requests))


def test_a_worker_that_is_there_already_is_sent_all(client_of: Clients, grader: Grader) -> None:
    script = recorded(client_of(ADD, "add"), 2)
    grader.launcher.stock([])
    client = client_of(ADD, "add")
    client.begin(20.0)
    client.load()
    grader.launcher.stock(script.requests)
    assert len(client.play_all([script], 20.0)) == 1


def test_the_same_stock_is_laid_down_once(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    send = Control.send

    def look(self: Control, message: Any, descriptors: tuple[int, ...] = ()) -> None:
        told.extend([message] if "stock" in message else [])
        send(self, message, descriptors)

    monkeypatch.setattr(Control, "send", look)
    requests = [request(1), request(2)]
    for _ in range(3):
        grader.launcher.stock(requests)
    assert [message["stock"] for message in told] == [list(map(len, requests))]
