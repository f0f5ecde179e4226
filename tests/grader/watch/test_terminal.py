"""Keys out of what a terminal sends; the modes put back whatever happens."""

from __future__ import annotations

import os
import pty
import signal
import termios
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.watch.terminal import HEARD, Terminal, split_keys


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The two ends of a pseudo-terminal: the keyboard's, the program's."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("h", ["h"]),
        ("hn", ["h", "n"]),
        ("\x1b[A\x1bOB", ["up", "down"]),
        ("\x1b[5~q\x1b[6~", ["page up", "q", "page down"]),
        ("\x1b[1;5Cq", ["q"]),  # control and an arrow: nothing here, and not a C
        ("\x1b", []),
        ("\x1bx", ["x"]),
        ("\x1b[", []),
        ("ä", ["ä"]),
    ],
)
def test_keys_are_told_apart(sent: str, keys: list[str]) -> None:
    assert split_keys(sent) == keys


@given(st.text(alphabet="\x1b[O5~Aq;", max_size=30))
def test_any_bytes_end_and_letters_outside_of_sequences_count(sent: str) -> None:
    keys = split_keys(sent)
    assert len(keys) <= len(sent)
    if "\x1b" not in sent:
        assert keys == list(sent)


def test_the_modes_and_handlers_are_put_back_after_an_exception(ends: tuple[int, int]) -> None:
    _, theirs = ends
    modes = termios.tcgetattr(theirs)
    handlers = {number: signal.getsignal(number) for number in HEARD}
    with pytest.raises(RuntimeError, match="in the middle"):
        with Terminal(theirs, theirs, {"TERM": "xterm"}):
            assert termios.tcgetattr(theirs) != modes
            raise RuntimeError("in the middle")
    assert termios.tcgetattr(theirs) == modes
    assert {number: signal.getsignal(number) for number in HEARD} == handlers


def test_a_signal_is_written_down_and_raises_nothing(ends: tuple[int, int]) -> None:
    _, theirs = ends
    with Terminal(theirs, theirs, {"TERM": "xterm"}) as terminal:
        for number in (signal.SIGTERM, signal.SIGWINCH):
            os.kill(os.getpid(), number)
        assert terminal.signals() == [signal.SIGTERM, signal.SIGWINCH]
        assert terminal.signals() == []


def test_a_screen_is_drawn_in_place_and_the_scrollback_is_left_alone(ends: tuple[int, int]) -> None:
    ours, theirs = ends
    with Terminal(theirs, theirs, {"TERM": "xterm"}) as terminal:
        os.read(ours, 1 << 16)
        terminal.draw(["one", "two"])
        shown = os.read(ours, 1 << 16).decode()  # every \n as \r\n, as terminals do
    assert shown == "\x1b[?7l\x1b[Hone\x1b[K\r\ntwo\x1b[K\x1b[J\x1b[?7h".replace("\n", "\r\n")
    assert "\x1b[3J" not in shown  # what clears the scrollback


def test_a_terminal_that_moves_nothing_gets_one_screen_below_the_other(
    ends: tuple[int, int],
) -> None:
    ours, theirs = ends
    with Terminal(theirs, theirs, {"TERM": "dumb"}) as terminal:
        terminal.draw(["one", "two"])
        shown = os.read(ours, 1 << 16).decode()
    assert "\x1b" not in shown
    assert shown.split() == ["one", "two", "-" * 40]


def test_keys_that_cannot_come_any_more_are_told() -> None:
    ours, theirs = pty.openpty()
    with Terminal(theirs, theirs, {"TERM": "xterm"}) as terminal:
        os.write(ours, b"h")
        assert terminal.keys() == ["h"]
        os.close(ours)
        assert terminal.keys() is None
    os.close(theirs)


def test_what_the_encoding_cannot_write_is_escaped(ends: tuple[int, int]) -> None:
    ours, theirs = ends
    with Terminal(theirs, theirs, {"TERM": "dumb"}, "ascii") as terminal:
        terminal.draw(["ä"])
        assert b"\\xe4" in os.read(ours, 1 << 16)
