"""Scripts: what is the same answer, and what is put ahead of a case."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader import wire
from grader.worker.channel import frame
from grader.worker.client import Client, Died, Raised
from grader.worker.script import (
    MOST_ANSWERS,
    MOST_BYTES,
    MOST_OF_ALL,
    History,
    Recording,
    Script,
    Told,
    mark,
)

Clients = Callable[..., Client]
DOUBLE = "def double(x):\n    return x * 2\n"


def answer(**fields: Any) -> bytes:
    return b"".join(frame({"id": 1, **fields}, wire.Encoder()))


def raised(**fields: Any) -> dict[str, Any]:
    told = {"type": "TypeError", "bases": ["TypeError"], "message": "no", "line": 3, "frames": []}
    return told | fields


def test_where_it_was_raised_is_no_part_of_an_answer() -> None:
    first = mark(answer(raised=raised()))
    assert first == mark(answer(raised=raised(line=9, frames=[{"line": 9}])))
    for other in ({"type": "KeyError"}, {"bases": []}, {"message": "No"}):
        assert first != mark(answer(raised=raised(**other)))
    assert first != mark(answer(raised=raised(), banned={"name": "@", "line": 1}))
    assert first != mark(b"".join(frame({"id": 2, "raised": raised()}, wire.Encoder())))


WITHOUT_FRAMES = {name: value for name, value in raised().items() if name != "frames"}
BROKEN = [{"type": 1}, None, [], "x", {"message": {}}, WITHOUT_FRAMES, raised(frames=1)]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_malformed_exception_has_a_mark_as_well(broken: Any) -> None:
    assert mark(answer(raised=broken)) != mark(answer(raised=raised()))


def test_values_that_differ_in_a_bit_are_other_answers() -> None:
    def told(value: float) -> bytes:
        encoder = wire.Encoder()
        return b"".join(frame({"id": 1, "value": encoder.encode(torch.tensor(value))}, encoder))

    assert mark(told(0.0)) == mark(told(0.0)) != mark(told(-0.0))


def test_a_recording_that_grows_too_large_is_none() -> None:
    recording = Recording()
    recording.ask([memoryview(bytes(MOST_BYTES // 2))])
    recording.hear(b"an answer")
    assert recording.whole
    recording.ask([memoryview(bytes(MOST_BYTES // 2 + 1))])
    assert not recording.whole
    assert len(recording.requests) == 1
    recording = Recording()
    recording.hear(None)
    assert not recording.whole


def test_a_script_keeps_only_so_many_ways_to_pass() -> None:
    script = Script((b"x",))
    for number in range(MOST_ANSWERS + 2):
        script.keep((bytes([number]),), number)
    script.keep((bytes([0]),), "later")
    assert len(script.answers) == MOST_ANSWERS
    assert script.answers[bytes([0]),] == 0


def test_only_the_next_request_is_answered_from_what_was_put() -> None:
    told = Told()
    told.put(b"ab", b"first")
    told.put(b"c", None)
    assert told.unread
    assert told.answer([memoryview(b"c")]) == []
    assert told.answer([memoryview(b"a"), memoryview(b"b")]) == [b"first"]
    assert told.answer([memoryview(b"c")]) == [None]
    assert not told.unread


def asked(client: Client, x: torch.Tensor) -> Any:
    encoder = client.encoder()
    arguments = encoder.encode([x])
    return client.request(
        "call", encoder, target="double", args=arguments, kwargs={"d": []}, seed=1
    ).value


def recorded(client: Client, *inputs: torch.Tensor) -> Script:
    client.begin(20.0)
    for x in inputs:
        asked(client, x)
    recording = client.end()
    assert recording is not None
    assert recording.whole
    script = Script(tuple(recording.requests))
    script.keep(tuple(recording.marks), "kept")
    return script


def test_a_script_is_answered_alike_by_another_worker(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.zeros(0))
    other = client_of("def double(y):\n    return y + y\n", "double")
    other.begin(20.0)
    assert script.answers[other.play(script)] == "kept"
    assert other.end() == Recording()


@pytest.mark.parametrize("ahead", [False, True])
def test_many_scripts_are_answered_without_waiting_for_each(
    client_of: Clients, ahead: bool
) -> None:
    sizes = [torch.ones(n) for n in range(300)]
    scripts = [recorded(client_of(DOUBLE, "double"), *sizes[n : n + 60]) for n in range(0, 300, 60)]
    other = client_of("def double(y):\n    return y + y\n", "double")
    if ahead:
        other.start_ahead([request for script in scripts for request in script.requests])
    played = other.play_all(scripts, 20.0)
    assert len(played) == len(scripts)
    assert [s.answers[p.marks] for s, p in zip(scripts, played, strict=True)] == ["kept"] * 5
    assert asked(other, torch.ones(2)).tolist() == [2.0, 2.0]


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize(
    "line",
    [
        "x = x + (len(x) == 20)",
        "print('hello') if len(x) == 0 else None",
        "x = x + (len(x) == 200)",
        "print('hello') if len(x) == 290 else None",
        "import os; os._exit(3) if len(x) == 200 else None",
        "1 / 0 if len(x) == 200 else None",
        "while len(x) == 200: pass",
        "x = torch.ones(1 << 18) if len(x) == 200 else x",
    ],
)
def test_an_answer_that_is_not_known_ends_the_worker_and_leaves_nothing(
    client_of: Clients, line: str, ahead: bool
) -> None:
    script = recorded(client_of(DOUBLE, "double"), *(torch.ones(n) for n in range(300)))
    text = f"import torch\nSEEN = []\ndef double(x):\n    {line}\n    SEEN.append(1)\n    return x * 2\n"
    client = client_of(text + "def seen():\n    return len(SEEN)\n", "double")
    if ahead:
        client.start_ahead(script.requests)
    assert client.play_all([script], 0.5) == []
    client.begin(20.0)
    assert asked(client, torch.ones(3)).tolist() == [2.0] * 3
    assert client.request("call", target="seen", args=[], kwargs={"d": []}, seed=1).value == 1
    assert client.take_prints() == ""


@pytest.mark.parametrize("other", [False, True])
def test_what_was_put_ahead_and_is_not_asked_for_was_never_put(
    client_of: Clients, other: bool
) -> None:
    script = recorded(client_of(DOUBLE, "double"), *(torch.ones(n) for n in range(300)))
    text = "SEEN = []\ndef double(x):\n    SEEN.append(1)\n    return x * 2\n"
    client = client_of(text + "def seen():\n    return len(SEEN)\n", "double")
    client.start_ahead(script.requests)
    client.begin(20.0)
    if other:
        less = Script(script.requests[1:])
        less.keep(next(iter(script.answers))[1:], "kept")
        assert len(client.play_all([less], 20.0)) == 1
    assert client.request("call", target="seen", args=[], kwargs={"d": []}, seed=1).value == (
        299 if other else 0
    )


@pytest.mark.parametrize("size", [2, 1 << 14])
def test_no_more_is_put_ahead_than_the_line_takes(client_of: Clients, size: int) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.ones(size), torch.ones(3))
    slow = "import time\ntime.sleep(0.1)\n"
    client = client_of(slow + DOUBLE, "double")
    client.start_ahead(script.requests)
    assert len(client.play_all([script], 20.0)) == 1


@pytest.mark.parametrize("ahead", [False, True])
def test_a_program_that_does_not_load_plays_nothing_and_says_why(
    client_of: Clients, ahead: bool
) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2))
    client = client_of("1 / 0\n", "double")
    if ahead:
        client.start_ahead(script.requests)
    assert client.play_all([script], 20.0) == []
    with pytest.raises(Raised, match="division"):
        asked(client, torch.ones(2))


def test_what_is_printed_while_loading_is_kept(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2))
    client = client_of("print('loaded')\n" + DOUBLE, "double")
    assert len(client.play_all([script], 20.0)) == 1
    assert client.take_prints() == "loaded\n"


def test_what_is_printed_while_loading_and_answering_ahead_is_not_told_apart(
    client_of: Clients,
) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2))
    client = client_of("print('loaded')\n" + DOUBLE, "double")
    client.start_ahead(script.requests)
    assert client.play_all([script], 20.0) == []
    client.load()
    assert client.take_prints() == "loaded\n"


def test_the_case_gets_the_answers_so_far_without_asking_again(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.ones(3), torch.ones(4))
    text = "CALLS = []\ndef double(x):\n    CALLS.append(len(x))\n    return x * (2 + (len(x) == 3)) + 0 * sum(CALLS)\n"
    client = client_of(text + "def calls():\n    return CALLS\n", "double")
    client.begin(20.0)
    assert client.play(script) == ()
    client.begin(20.0)
    given = [asked(client, torch.ones(n)).tolist() for n in (2, 3, 4)]
    assert given == [[2.0] * 2, [3.0] * 3, [2.0] * 4]
    calls = client.request("call", target="calls", args=[], kwargs={"d": []}, seed=1).value
    assert calls == [2, 3, 4]


def test_how_it_ended_is_told_where_the_case_comes_to_it(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.ones(3))
    client = client_of(
        "import os\ndef double(x):\n    return x * 2 if len(x) < 3 else os._exit(3)\n", "double"
    )
    client.begin(20.0)
    assert client.play(script) == ()
    client.begin(20.0)
    assert asked(client, torch.ones(2)).tolist() == [2.0, 2.0]
    with pytest.raises(Died, match="3"):
        asked(client, torch.ones(3))
    assert asked(client, torch.ones(2)).tolist() == [2.0, 2.0]  # by a fresh worker


def test_an_answer_too_large_to_keep_waits_in_the_line(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.ones(3))
    size = MOST_BYTES // 4 + 1
    client = client_of(
        f"import torch\ndef double(x):\n    return torch.ones({size}) if len(x) == 2 else x * 2\n",
        "double",
    )
    client.begin(20.0)
    assert client.play(script) == ()
    client.begin(20.0)
    assert asked(client, torch.ones(2)).numel() == size
    assert asked(client, torch.ones(3)).tolist() == [2.0] * 3
    recording = client.end()
    assert recording is not None
    assert not recording.whole


def test_a_case_that_asks_something_else_is_asked_afresh(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), torch.ones(2))
    for text in (DOUBLE, "import torch\ndef double(x):\n    return torch.ones(300_000)\n"):
        client = client_of(text + "\ndef none(x):\n    return x[9]\n", "double")
        client.begin(20.0)
        client.play(script)
        client.begin(20.0)
        with pytest.raises(Raised, match="IndexError"):
            client.request("call", target="none", args=[[]], kwargs={"d": []}, seed=1)
        client.end()


def test_time_spent_on_a_script_is_the_case_s(client_of: Clients) -> None:
    client = client_of(DOUBLE, "double")
    client.begin(10.0, spent=4.0)
    assert client.deadline is not None
    assert client.deadline - time.monotonic() <= 6.0
    assert client.allowance == 10.0


def test_a_history_knows_each_answer_as_of_a_case_that_passes_or_does_not() -> None:
    told = History()
    first, second = answer(raised=raised(line=1)), answer(raised=raised(line=2))
    told.add(b"a question", first)
    told.begin()
    told.add(b"another", first)
    assert told.first == 1
    assert told.marks == [mark(first)] * 2 == [mark(second)] * 2
    told.sharpen()
    assert told.marks[0] == mark(first) != told.marks[1]
    same, other = History(), History()
    for each, one in ((same, first), (other, second)):
        each.add(b"a question", one)
        each.add(b"another", one)
        assert each.fits(0, told.marks[0])
    assert same.fits(1, told.marks[1])
    assert not other.fits(1, told.marks[1])


def test_a_history_that_grows_too_large_is_none() -> None:
    for requests, end in (([bytes(MOST_OF_ALL)] * 2, b"an answer"), ([b"a question"], None)):
        told = History()
        for request in requests:
            told.add(request, end)
        assert not told.whole
        told.add(b"more", b"an answer")
        assert b"more" not in told.requests


def all_asked(client: Client, script: Script) -> bool:
    client.begin(20.0)
    return client.ask_all(script.requests, 20.0)


def test_what_is_asked_ahead_is_not_asked_again_in_whatever_order_it_is_wanted(
    client_of: Clients,
) -> None:
    sizes = (2, 3, 3, 4)
    script = recorded(client_of(DOUBLE, "double"), *(torch.ones(n) for n in sizes))
    text = (
        "CALLS = []\ndef double(x):\n    CALLS.append(len(x))\n    return x * (2 + (len(x) == 4))\n"
    )
    client = client_of(text + "def calls():\n    return CALLS\n", "double")
    assert all_asked(client, script)
    assert client.play_all([script, script], 20.0) == []
    less = Script(script.requests[:3])
    less.keep(next(iter(script.answers))[:3], "kept")
    assert len(client.play_all([less, less], 20.0)) == 2
    assert client.history == History()
    client.begin(20.0)
    assert client.play(script) == ()
    assert len(client.history.requests) == 4
    for number in (1, 2):
        client.begin(20.0)
        given = [asked(client, torch.ones(n)).tolist() for n in sizes]
        assert given == [[2.0] * 2, [2.0] * 3, [2.0] * 3, [3.0] * 4]
        assert len(client.history.requests) == 4 * number  # the first time it was put already
    calls = client.request("call", target="calls", args=[], kwargs={"d": []}, seed=1).value
    assert calls == [2, 3, 3, 4]  # requests differ in their number


@pytest.mark.parametrize(
    "line",
    [
        "print('hello') if len(x) == 3 else None",
        "import os; os._exit(3) if len(x) == 3 else None",
        "while len(x) == 3: pass",
        "x = torch.ones(1 << 18) if len(x) == 3 else x",
        "if len(x) == 3: return lambda: x",
    ],
)
def test_where_not_all_is_answered_ahead_nothing_is(client_of: Clients, line: str) -> None:
    script = recorded(client_of(DOUBLE, "double"), *(torch.ones(n) for n in range(1, 5)))
    text = f"import torch\nSEEN = []\ndef double(x):\n    {line}\n    SEEN.append(1)\n    return x * 2\n"
    client = client_of(text + "def seen():\n    return len(SEEN)\n", "double")
    client.begin(20.0)
    assert not client.ask_all(script.requests, 0.5)
    assert client.heard == {}
    client.begin(20.0)
    assert asked(client, torch.ones(2)).tolist() == [2.0] * 2
    assert client.request("call", target="seen", args=[], kwargs={"d": []}, seed=1).value == 1
    assert client.take_prints() == ""


def test_all_together_have_the_seconds_that_are_given(client_of: Clients) -> None:
    script = recorded(client_of(DOUBLE, "double"), *(torch.ones(n) for n in range(1, 9)))
    slow = "import time\ndef double(x):\n    time.sleep(0.2)\n    return x * 2\n"
    client = client_of(slow, "double")
    client.load()
    assert not client.ask_all(script.requests, 0.7)
    assert client_of(DOUBLE, "double").ask_all(script.requests, 20.0)


def test_one_that_was_asked_all_ahead_goes_an_earlier_one_s_way_or_not(client_of: Clients) -> None:
    scripts = recorded(client_of(DOUBLE, "double"), torch.ones(2), torch.ones(3))
    earlier = client_of("def double(x):\n    return x * (2 + (len(x) > 2))\n", "double")
    earlier.begin(20.0)
    for size in (2, 3, 4):
        asked(earlier, torch.ones(size))
    for factor, same in (("2 + (len(x) > 2)", True), ("2", False), ("2 + (len(x) == 3)", False)):
        client = client_of(f"def double(x):\n    return x * ({factor})\n", "double")
        assert all_asked(client, scripts)
        assert client.answers_as(earlier.history, 20.0) is same
