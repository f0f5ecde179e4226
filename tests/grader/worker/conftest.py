"""Clients of real workers, and of scripted ones."""

from __future__ import annotations

import os
import socket
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest

from grader import wire
from grader.grading.grader import Grader
from grader.worker.channel import Channel, Closed
from grader.worker.client import Client, Program
from grader.worker.process import Process


def program(text: str, *entries: str, bans: tuple[str, ...] = ()) -> Program:
    return Program("answer.py", textwrap.dedent(text).lstrip("\n"), entries, bans)


@pytest.fixture
def client_of(grader: Grader) -> Iterator[Callable[..., Client]]:
    """A client of a text, whose worker ends with the test."""
    with ExitStack() as stack:

        def make(
            text: str,
            *entries: str,
            bans: tuple[str, ...] = (),
            timeout: float = 20.0,
            **options: Any,
        ) -> Client:
            made = Client(grader.launcher, program(text, *entries, bans=bans), timeout, **options)
            return stack.enter_context(made)

        yield make


class Scripted:
    """A launcher whose workers give these answers, and end at the end of the script.

    The first two answers of a worker are its hello and that to the loading.
    """

    layers = ()

    def __init__(self, *scripts: list[Any]) -> None:
        self.scripts = list(scripts)
        self.status: int | None = None
        self.started = self.ended = 0
        self.questions: list[dict[str, Any]] = []
        self._threads: list[threading.Thread] = []

    def start(self, devices: bool = False) -> Process:
        ours, theirs = socket.socketpair()
        prints, printing = os.pipe()
        script = self.scripts[min(self.started, len(self.scripts) - 1)]
        self.started += 1
        thread = threading.Thread(target=self.play, args=(theirs, printing, script))
        thread.start()
        self._threads.append(thread)
        return Process(ours, prints, 0)

    def order(self) -> Process:
        return self.start()

    def settle(self, process: Process | None = None) -> None:
        pass

    def play(self, sock: socket.socket, printing: int, script: list[Any]) -> None:
        channel = Channel(sock)
        try:
            channel.send(dict(script[0]), wire.Encoder(), None)
            for answer in script[1:]:
                question, _ = channel.receive(None)
                self.questions.append(question)
                if answer is None:
                    continue
                if isinstance(answer, bytes):
                    sock.send(answer)
                    continue
                os.write(printing, answer.pop("prints", "").encode())
                channel.send({"id": question["id"], **answer}, wire.Encoder(), None)
            if script[-1] is None or isinstance(script[-1], bytes):
                channel.receive(None)  # stays until the line is closed
        except (Closed, wire.WireError):
            pass
        finally:
            os.close(printing)
            channel.close()

    def end(self, process: Process, patience: float = 0.0) -> int | None:
        self.ended += 1
        process.wire_end.shutdown(socket.SHUT_RDWR)
        self._threads[-1].join()
        return self.status if patience else None

    def preload(self, name: str, *words: str) -> None:
        pass

    def stock(self, requests: Sequence[bytes]) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def scripted() -> Iterator[Callable[..., tuple[Client, Scripted]]]:
    clients: list[Client] = []

    def make(*scripts: list[Any], timeout: float = 20.0, **options: Any) -> tuple[Client, Scripted]:
        launcher = Scripted(*scripts)
        program = Program("answer.py", "x = 1\n", ("x",))
        clients.append(Client(launcher, program, timeout, **options))
        return clients[-1], launcher

    yield make
    for client in clients:
        client.stop()
