"""Clients of real workers, and of scripted ones."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from grader.grading.grader import Grader
from grader.worker.client import Client, Program


def program(text: str, *entries: str, bans: tuple[str, ...] = ()) -> Program:
    return Program("answer.py", textwrap.dedent(text).lstrip("\n"), entries, bans)


@pytest.fixture
def client_of(grader: Grader) -> Iterator[Callable[..., Client]]:
    """A client of a text, whose worker ends with the test."""
    with ExitStack() as stack:

        def make(
            text: str, *entries: str, bans: tuple[str, ...] = (), timeout: float = 20.0
        ) -> Client:
            made = Client(grader.launcher, program(text, *entries, bans=bans), timeout)
            return stack.enter_context(made)

        yield make
