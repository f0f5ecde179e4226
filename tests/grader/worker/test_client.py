"""The trusted end of the line, against a scripted worker: what comes back is never trusted."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader import wire
from grader.errors import Fault
from grader.worker.client import (
    Client,
    Died,
    Ended,
    Killed,
    MissingEntry,
    Program,
    Raised,
    RuleBroken,
    TimedOut,
    Unsendable,
)
from grader.worker.process import Process

HELLO = {"layers": [{"name": "Landlock", "in_force": True, "detail": ""}], "reached": []}
OK = {"value": None}
Answer = Any  # a header, bytes for the socket, or None for silence


Scripts = Callable[..., tuple[Client, Any]]


def answer_to(scripted: Scripts, answer: Answer, status: int | None = None, **rest: Any) -> Any:
    client, launcher = scripted([HELLO, OK, answer], **rest)
    launcher.status = status
    return client.request("call")


def test_a_worker_is_started_and_loaded_at_the_first_request(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK, {"value": 3}, {"value": [1]}])
    assert launcher.started == 0
    assert client.request("call", target="f").value == 3
    assert client.request("call", target="f").value == [1]
    assert launcher.started == 1
    assert [question["op"] for question in launcher.questions] == ["load", "call", "call"]
    assert launcher.questions[0]["source"] == "x = 1\n"
    assert [layer.name for layer in client.layers] == ["Landlock"]


def test_a_worker_started_ahead_has_the_program_before_it_is_asked(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK, {"value": 3}])
    client.start_ahead()
    client.start_ahead()
    assert client.request("call", target="f").value == 3
    assert launcher.started == 1
    assert [question["op"] for question in launcher.questions] == ["load", "call"]
    assert [layer.name for layer in client.layers] == ["Landlock"]


def test_a_worker_started_ahead_and_not_used_is_ended(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK])
    client.start_ahead()
    client.stop()
    assert (launcher.started, launcher.ended) == (1, 1)
    client.start_ahead()
    client.load()
    assert launcher.started == 2


def test_nothing_is_started_ahead_where_rules_come_first(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK])
    client._program = Program("answer.py", "x = 1\n", ("x",), ("@",))
    client.start_ahead()
    assert launcher.started == 0


def test_a_program_that_does_not_load_ahead_says_so_when_it_is_asked(client_of: Any) -> None:
    client = client_of("1 / 0\n", "f")
    client.start_ahead()
    for _ in range(2):
        with pytest.raises(Raised, match="division"):
            client.request("call", target="f")


def test_a_worker_that_dies_while_it_starts_ahead_is_told_when_it_is_asked(client_of: Any) -> None:
    client = client_of("import os\nos._exit(3)\n", "f")
    client.start_ahead()
    with pytest.raises(Died, match="3"):
        client.load()


def test_what_runs_too_long_ahead_is_out_of_time_when_it_is_asked(client_of: Any) -> None:
    client = client_of("while True:\n    pass\n", "f", timeout=0.5)
    client.start_ahead()
    with pytest.raises(TimedOut):
        client.load()


def test_a_worker_that_cannot_be_had_ahead_is_a_fault_when_it_is_asked(
    scripted: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, launcher = scripted([HELLO, OK, {"value": 3}])
    client.start_ahead()

    def settle(process: Process) -> None:
        monkeypatch.undo()
        raise Fault("the grader could not start a worker", "fork: no memory")

    monkeypatch.setattr(launcher, "settle", settle)
    with pytest.raises(Fault, match="no memory"):
        client.request("call", target="f")
    assert (launcher.started, launcher.ended) == (1, 1)
    assert client.request("call", target="f").value == 3
    assert launcher.started == 2


def test_stopping_twice_ends_one_worker(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK])
    client.load()
    client.stop()
    client.stop()
    assert launcher.ended == 1


def test_a_worker_that_reached_a_secret_is_a_fault(scripted: Scripts) -> None:
    client, launcher = scripted([{**HELLO, "reached": ["/course/solutions"]}])
    with pytest.raises(Fault, match="what it must not see"):
        client.load()
    assert launcher.ended == 1


def test_a_worker_that_does_not_say_hello_is_a_fault(scripted: Scripts) -> None:
    client, launcher = scripted([{}])
    launcher.play = lambda sock, printing, script: (sock.close(), os.close(printing))
    with pytest.raises(Fault, match="did not start"):
        client.load()
    assert launcher.ended == 1


def test_an_exception_arrives_as_plain_data(scripted: Scripts) -> None:
    told = {"type": "KeyError", "bases": ["KeyError"], "message": "k", "line": 3, "frames": [{}]}
    with pytest.raises(Raised) as caught:
        answer_to(scripted, {"raised": told})
    error = caught.value
    assert (error.kind, error.message, error.line) == ("KeyError", "k", 3)
    assert error.bases == ("KeyError",)


def test_what_is_told_of_an_exception_is_cut_and_checked(scripted: Scripts) -> None:
    told = {"type": ["x"], "bases": [1, "y" * 999], "message": "m" * 9999, "line": -3, "frames": []}
    with pytest.raises(Raised) as caught:
        answer_to(scripted, {"raised": told})
    error = caught.value
    assert error.kind == ""
    assert [len(base) for base in error.bases] == [0, 100]
    assert len(error.message) == 2000
    assert error.line is None


def test_each_refusal_has_its_own_exception(scripted: Scripts) -> None:
    for answer, kind in (
        ({"missing": "f"}, MissingEntry),
        ({"unsendable": "too deep"}, Unsendable),
        ({"banned": {"name": "@", "line": 4}}, RuleBroken),
    ):
        with pytest.raises(kind):
            answer_to(scripted, answer)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": 99, "value": 1},
        {"id": None, "value": 1},
        {"value": {"T": 0}},
        {"value": {"?": 0}},
        {"value": {"h": "x"}},
        {"value": {"h": True}},
        {"value": {"h": 1}, "gradients": {"T": 3}},
        {"raised": "text"},
        {"raised": {}},
        {"raised": {"bases": 3}},
        {"raised": {"bases": {}, "frames": []}},
        {"banned": {}},
        {"banned": []},
        b"x" * 16,
        b"LRN1" + b"\xff" * 12,
        b"LRN1\0\0\0\2" + bytes(8) + b"[]",
    ],
    ids=str,
)
def test_what_is_no_answer_costs_the_worker(scripted: Scripts, answer: Answer) -> None:
    client, launcher = scripted([HELLO, OK, answer], [HELLO, OK, {"value": "fresh"}])
    with pytest.raises(Died, match="sent what is no answer"):
        client.request("call")
    assert launcher.ended == 1
    assert client.request("call").value == "fresh"
    assert launcher.started == 2


def test_effects_are_claims_of_which_only_the_sensible_ones_are_kept(scripted: Scripts) -> None:
    sent = {"changed": [0, "x", -1, True], "alias": {"a": 1}, "state": ["s", 3], "more": [1]}
    reply = answer_to(scripted, {"value": 1, "effects": sent})
    assert reply.effects == {"changed": [0, -1], "state": ["s"]}
    assert answer_to(scripted, {"value": 1, "effects": "lies"}).effects == {}


def test_an_object_that_stays_comes_as_a_handle_with_short_words(scripted: Scripts) -> None:
    node = {"h": 7, "kind": "k" * 999, "about": 5}
    assert answer_to(scripted, {"value": [node]}).value == [wire.Handle(7, "k" * 100, "")]


def test_silence_is_a_timeout_and_the_next_request_gets_a_fresh_worker(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK, None], [HELLO, OK, {"value": 1}], timeout=20)
    client.load()
    client.deadline = 0.001  # long past on the monotonic clock
    client.allowance = 3
    with pytest.raises(TimedOut, match="within 3 s"):
        client.request("call")
    client.deadline = None
    assert client.request("call").value == 1
    assert (launcher.started, launcher.ended) == (2, 1)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "ended itself with exit code 0"),
        (3 << 8, "ended itself with exit code 3"),
        (signal.SIGSEGV, "a segmentation fault"),
        (signal.SIGKILL, "killed, probably out of memory"),
        (signal.SIGABRT, "an abort"),
        (signal.SIGUSR1, "ended by signal 10|SIGUSR1"),
        (64, "signal 64"),
        (None, "closed its line"),
    ],
)
def test_a_worker_that_ends_is_told_by_how_it_ended(
    scripted: Scripts, status: int | None, words: str
) -> None:
    client, launcher = scripted([HELLO, OK])
    launcher.status = None if status is None else int(status)
    with pytest.raises(Died, match=words):
        client.request("call")


def test_a_program_that_does_not_load_says_so_to_every_request(scripted: Scripts) -> None:
    told = {"type": "NameError", "bases": [], "message": "", "line": 1, "frames": []}
    client, launcher = scripted([HELLO, {"raised": told}])
    errors = []
    for _ in range(2):
        with pytest.raises(Raised) as caught:
            client.request("call")
        errors.append(caught.value)
    assert errors[0] is errors[1] is client.refused
    assert (launcher.started, launcher.ended) == (1, 1)


def test_banned_text_is_found_before_anything_runs(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, {"value": [[4, "@", "banned"]]}])
    client._program = Program("answer.py", "x", ("x",), bans=("@",))
    with pytest.raises(RuleBroken) as caught:
        client.load()
    assert (caught.value.name, caught.value.line) == ("@", 4)
    assert [question["op"] for question in launcher.questions] == ["inspect"]


def test_loading_does_not_take_from_the_time_of_a_case(scripted: Scripts) -> None:
    client, _ = scripted([HELLO, OK, {"value": 1}])
    client.deadline = 5.0
    client.load()
    assert client.deadline > 5.0


def test_prints_of_a_request_are_taken_once(scripted: Scripts) -> None:
    client, _ = scripted([HELLO, OK, {"value": 1, "prints": "one\n"}, {"value": 1, "prints": "2"}])
    client.request("call")
    client.request("call")
    assert client.take_prints() == "one\n"
    assert client.take_prints() == ""


def test_prints_before_the_end_are_not_lost(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK, {"value": 1, "prints": "last words"}])
    launcher.status = 0
    client.request("call")
    with pytest.raises(Died):
        client.request("call")
    assert client.take_prints() == "last words"


def test_tensors_are_addressed_to_the_client_s_device(scripted: Scripts) -> None:
    client, _ = scripted([HELLO])
    client.device = "cuda"
    encoder = client.encoder()
    encoder.encode(torch.ones(2))
    assert encoder.tensors[0]["device"] == "cuda"


def test_every_way_to_end_is_one_kind_of_exception() -> None:
    assert all(issubclass(kind, Ended) for kind in (Raised, TimedOut, Died, MissingEntry))


def test_an_interrupted_request_ends_the_worker_whose_answer_is_half_read(
    scripted: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, launcher = scripted([HELLO, {"value": []}, {"value": 1}])
    client.load()
    monkeypatch.setattr(client._channel, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        client.request("call")
    assert launcher.ended == 1
    assert client._channel is None


def interrupted(deadline: float) -> None:
    raise KeyboardInterrupt


def test_a_worker_that_others_killed_says_nothing_about_the_submission(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, {"value": []}], [HELLO, {"value": []}, {"value": 7}])
    end = launcher.end

    def killed(process: Process, patience: float = 0.0) -> int | None:
        process.outside = patience > 0
        return end(process, patience)

    launcher.end = killed
    with pytest.raises(Killed, match="killed from outside"):
        client.request("call")
    assert client.request("call").value == 7


def test_a_lost_template_does_not_keep_a_worker_s_line_open(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, {"value": []}, None])
    client.load()
    channel, end = client._channel, launcher.end

    def lost(process: Process, patience: float = 0.0) -> int | None:
        end(process)
        raise Fault("lost")

    launcher.end = lost
    with pytest.raises(Fault):
        client.stop()
    assert channel._sock.fileno() == -1


def test_where_no_layer_guards_files_a_reached_secret_is_no_fault(scripted: Scripts) -> None:
    bare = {"layers": [{"name": "Landlock", "in_force": False, "detail": "none"}]}
    client, _ = scripted([{**bare, "reached": ["/course/tests"]}, {"value": []}])
    client.load()
    assert [layer.in_force for layer in client.layers] == [False]


def test_a_worker_for_an_accelerator_is_let_through_to_it(scripted: Scripts) -> None:
    client, launcher = scripted([HELLO, OK], [HELLO, OK, OK])
    asked: list[bool] = []
    start = launcher.start
    launcher.start = lambda devices=False: asked.append(devices) or start()
    client.load()
    client.stop()
    client.device = "cuda"
    client.load()
    assert asked == [False, True]


def test_an_abort_from_another_thread_ends_the_request_that_waits(client_of: Any) -> None:
    client = client_of("def f():\n    while True:\n        pass\n", "f", timeout=60.0)
    client.load()
    timer = threading.Timer(0.2, client.abort)
    timer.start()
    encoder = client.encoder()
    with pytest.raises(Died):
        client.request("call", encoder, target="f", args=[], kwargs={"d": []})
    timer.join()


def test_after_an_abort_no_request_is_let_through(client_of: Any) -> None:
    client = client_of("def f():\n    return 1\n", "f")
    client.abort()
    for _ in range(2):
        with pytest.raises(Died, match="called off"):
            client.request("call", target="f", args=[], kwargs={"d": []})
