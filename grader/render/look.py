"""What a stream can show: its width, whether it takes colour, which characters it can write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple, TextIO

from grader.render.layout import NARROWEST

WIDEST = 120  # longer lines are hard to read, however wide the window


class Look(NamedTuple):
    """The three things a terminal screen has to know about where it goes."""

    width: int = 80
    color: bool = False
    encoding: str = "utf-8"


def look_of(stream: TextIO, environ: Mapping[str, str], *, plain: bool = False) -> Look:
    """The look for a stream: no colour in a pipe, with NO_COLOR, TERM=dumb or ``plain``."""
    interactive = stream.isatty()
    muted = plain or bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    columns = _columns(stream, environ, interactive)
    return Look(
        width=max(NARROWEST, min(columns, WIDEST)),
        color=interactive and not muted,
        encoding=getattr(stream, "encoding", None) or "ascii",
    )


def _columns(stream: TextIO, environ: Mapping[str, str], interactive: bool) -> int:
    """COLUMNS where it is set, else the window's width, else 80."""
    told = environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told[:6]) > 0:
        return int(told[:6])
    if not interactive:
        return 80
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):  # a terminal without a size, or a stream without a number
        return 80
