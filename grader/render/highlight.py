"""Python in colour, for a terminal that takes it; imported when a screen in colour shows code."""

from __future__ import annotations

import io

from rich.console import Console
from rich.syntax import Syntax

_WIDE = 4000  # columns: the terminal breaks the lines, not we


def highlighted(code: str, session: bool = False) -> list[str]:
    """The cleaned lines of some Python with the codes of their colours in them.

    Args:
        code: without escapes or control characters.
        session: it is an interactive session with ``>>>`` in it.
    """
    syntax = Syntax(code, "pycon" if session else "python", theme="ansi_dark")
    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        width=_WIDE,
        no_color=False,
        legacy_windows=False,
    )
    text = syntax.highlight(code)
    with console.capture() as captured:
        console.print(text, end="", soft_wrap=True)
    lines = captured.get().split("\n")
    wanted = code.count("\n") + 1
    return [*lines, *[""] * wanted][:wanted]
