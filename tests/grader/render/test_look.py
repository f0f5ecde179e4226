from __future__ import annotations

import io
import os
import sys

import pytest

from grader.render.look import Look, look_of


class Stream(io.StringIO):
    def __init__(self, *, tty: bool, encoding: str | None = "utf-8") -> None:
        super().__init__()
        self.tty = tty
        self.name_of_encoding = encoding

    def isatty(self) -> bool:
        return self.tty

    @property
    def encoding(self) -> str | None:
        return self.name_of_encoding


def test_a_terminal_gets_colour():
    assert look_of(Stream(tty=True), {}) == Look(width=80, color=True, encoding="utf-8")


def test_a_pipe_gets_none():
    assert look_of(Stream(tty=False), {}) == Look(width=80, color=False, encoding="utf-8")


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_the_environment_switches_colour_off(environ):
    assert not look_of(Stream(tty=True), environ).color


def test_an_empty_no_color_means_nothing():
    assert look_of(Stream(tty=True), {"NO_COLOR": ""}).color


def test_plain_switches_colour_off():
    assert not look_of(Stream(tty=True), {}, plain=True).color


@pytest.mark.parametrize(
    ("columns", "width"),
    [("100", 100), ("7", 40), ("500", 120), ("0", 80), ("", 80), ("-3", 80), ("x", 80)],
)
def test_columns_sets_the_width_within_reason(columns, width):
    assert look_of(Stream(tty=True), {"COLUMNS": columns}).width == width


def test_a_stream_without_an_encoding_gets_ascii():
    assert look_of(Stream(tty=False, encoding=None), {}).encoding == "ascii"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_window_gives_the_width():
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    try:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 97, 0, 0))
        with os.fdopen(theirs, "w", encoding="utf-8") as stream:
            assert look_of(stream, {}) == Look(width=97, color=True, encoding="utf-8")
    finally:
        os.close(ours)
