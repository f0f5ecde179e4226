"""The terminal while a watch runs: keys one by one, a clean screen each time, and all put back.

Whatever ends the watch (a key, an exception, SIGTERM, SIGHUP, Ctrl-C), the terminal is as it was
found. A signal never raises an exception here: it is written down, and the watch's loop reads it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import termios
import tty
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
HEARD = (*ENDING, signal.SIGWINCH, signal.SIGCONT, signal.SIGTSTP)
# What the arrow and page keys send, by the name that the watch gives them.
SEQUENCES = {
    "\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down",
    "\x1b[5~": "page up", "\x1b[6~": "page down",
}  # fmt: skip


class Terminal:
    """The learner's terminal.

    Args:
        source: descriptor of the keys.
        target: descriptor of the screen.
        environ: for TERM.
        encoding: of the screen.
    """

    def __init__(
        self, source: int, target: int, environ: Mapping[str, str], encoding: str = "utf-8"
    ) -> None:
        self._source = source
        self._target = target
        self._encoding = encoding
        self.moves = environ.get("TERM", "") not in ("", "dumb")  # the cursor can be sent home
        self._handlers: dict[signal.Signals, Any] = {}
        self._wakeup, self._woken = os.pipe()
        for end in (self._wakeup, self._woken):
            os.set_blocking(end, False)
        self._found: list[Any] | None = None
        self._old_wakeup = -1
        self._lines = 0

    # ------------------------------------------------------------------ in and out

    def __enter__(self) -> Terminal:
        self._old_wakeup = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in HEARD:
            self._handlers[number] = signal.signal(number, _heard)
        self._found = termios.tcgetattr(self._source)
        try:
            self._take()
            if self.moves:  # what is on the screen goes up into the scrollback
                self._write("\n" * (self.size[1] - 1))
        except BaseException:
            self._put_back()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.moves:
            # Below what was drawn, where the shell goes on.
            self._write(f"\x1b[{self._lines + 1};1H\x1b[J")
        self._put_back()
        os.close(self._wakeup)
        os.close(self._woken)

    def _take(self) -> None:
        """Keys come one by one and are not echoed; Ctrl-C and Ctrl-Z stay signals."""
        tty.setcbreak(self._source, termios.TCSADRAIN)

    def _release(self) -> None:
        if self._found is not None:
            with contextlib.suppress(termios.error, OSError):  # the terminal may be gone
                termios.tcsetattr(self._source, termios.TCSADRAIN, self._found)

    def _put_back(self) -> None:
        self._release()
        signal.set_wakeup_fd(self._old_wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def suspend(self) -> None:
        """Stops this process as Ctrl-Z does, the terminal put back; returns when it goes on."""
        self._release()
        if self.moves:
            self._write(f"\x1b[{self._lines + 1};1H\x1b[J")
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, _heard)
        self.resume()

    def resume(self) -> None:
        """Takes the terminal again after the shell had it."""
        self._take()

    # ------------------------------------------------------------------ signals and keys

    @property
    def descriptors(self) -> tuple[int, int]:
        """What to wait on: the keys, and the signals."""
        return self._source, self._wakeup

    def signals(self) -> list[signal.Signals]:
        """The signals that came since this was last asked."""
        try:
            data = os.read(self._wakeup, 256)
        except BlockingIOError:
            return []
        return [signal.Signals(number) for number in data if number in HEARD]

    def keys(self) -> list[str] | None:
        """The keys that were pressed, after waiting for one; None when there is no terminal more.

        A letter stands for itself; the arrows and page keys have names.
        """
        try:
            data = os.read(self._source, 1024)
        except OSError:
            return None
        return split_keys(data.decode("utf-8", "ignore")) if data else None

    # ------------------------------------------------------------------ the screen

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        try:
            columns, rows = os.get_terminal_size(self._target)
        except OSError:
            columns, rows = 0, 0
        return columns or 80, rows or 24

    def draw(self, lines: Sequence[str]) -> None:
        """Puts these lines on the screen, at most as many as it has rows.

        In place: what was there is overwritten without a flicker, and the scrollback is left alone.
        """
        if not self.moves:
            self._write("".join(f"{line}\r\n" for line in (*lines, "-" * 40)))
            return
        # No automatic wrapping while drawing: a line is a row, in a window however narrow.
        body = "\x1b[K\r\n".join(lines)
        self._write(f"\x1b[?7l\x1b[H{body}\x1b[K\x1b[J\x1b[?7h")
        self._lines = len(lines)

    def _write(self, text: str) -> None:
        data = text.encode(self._encoding, "backslashreplace")
        with contextlib.suppress(OSError):  # a terminal that is gone is noticed by its keys
            while data:
                data = data[os.write(self._target, data) :]


def split_keys(text: str) -> list[str]:
    """The keys in what a terminal sent; a sequence that is not known is dropped as a whole."""
    keys: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "\x1b":
            keys.append(text[at])
            at += 1
            continue
        end = _sequence_end(text, at)
        name = SEQUENCES.get(text[at:end])
        if name is not None:
            keys.append(name)
        at = end
    return keys


def _sequence_end(text: str, at: int) -> int:
    """Behind the escape sequence that starts here: ESC alone, ESC O x, ESC [ ... final."""
    if text[at + 1 : at + 2] == "O":
        return min(at + 3, len(text))
    if text[at + 1 : at + 2] != "[":
        return at + 1
    end = at + 2
    while end < len(text) and not "@" <= text[end] <= "~":
        end += 1
    return min(end + 1, len(text))


def _heard(number: int, frame: FrameType | None) -> None:
    """The wakeup descriptor has it already."""
