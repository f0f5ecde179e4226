"""What a waiting person sees: one line on a terminal, gone when the answer is there."""

from __future__ import annotations

import sys


class Waiting:
    """Shows that something is being done, on a terminal only.

    Args:
        quiet: show nothing.
    """

    def __init__(
        self, quiet: bool = False, text: str = "starting PyTorch, then grading ..."
    ) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._text = text

    def __enter__(self) -> Waiting:
        if self._shown:
            sys.stderr.write(self._text)
            sys.stderr.flush()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._text) + "\r")
            sys.stderr.flush()
