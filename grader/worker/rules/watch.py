"""The watch around one call of the learner's: a banned operation raises at the learner's line.

Torch is imported when a watch is made, never before. Enter it around the learner's forward call
only; a backward pass that the grader runs later through the learner's graph is not watched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from functools import cache
from types import FrameType, TracebackType
from typing import Any

from grader.worker.rules import words
from grader.worker.rules.hooks import Hooks
from grader.worker.rules.ops import below, operations
from grader.worker.rules.swaps import Swaps, label
from grader.worker.rules.tree import written

PRINTING, TENSOR = (f"torch{os.sep}{name}.py" for name in ("_tensor_str", "_tensor"))


IMPORTING = "<frozen importlib"  # torch runs a few operations when some of its parts load


class BannedUse(BaseException):
    """A banned operation was called: `name` as the learner wrote it, `op`, `line` (0: not known).

    No Exception, so that `except Exception` in a submission does not swallow it.
    """

    def __init__(self, name: str, op: str, line: int) -> None:
        super().__init__(name, op, line)
        self.name = name
        self.op = op
        self.line = line

    def __str__(self) -> str:
        return f"{self.name} ({self.op}) in line {self.line}"


class Watch:
    """A context in which the banned operations raise BannedUse; it can be entered many times.

    Args:
        bans: the exercise's bans; those of one entry ("entry:ban") hold if `entry` is that one.
        filename: the file name under which the submission was compiled.
        entry: the entry about to be called, without its attributes.
        source: the submission's text, to tell a name as it was written.
        spare: file names of functions that the suite sent; what they call themselves is fair.

    The first hit is remembered in `hit` and raised on the way out, even where it was swallowed.
    Entered inside another watch it does nothing: the outer one holds.
    """

    def __init__(
        self,
        bans: Sequence[str],
        filename: str,
        *,
        entry: str = "",
        source: str = "",
        spare: Collection[str] = (),
    ) -> None:
        scopes = words.split(bans)
        self._rules = armed((*scopes.get("", ()), *(scopes.get(entry, ()) if entry else ())))
        self.hit: BannedUse | None = None
        self._filename = filename
        self._source = source
        self._spare = frozenset(spare)

    def __enter__(self) -> Watch:
        global _active
        self._outer = _active is not None
        if self._rules.quiet or self._outer:
            return self
        self.hit = None
        self._guard = _hooks().guard(self._rules.every)
        self._guard.__enter__()
        self._rules.swaps.on(self._function)
        _active = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        global _active
        if self._rules.quiet or self._outer:
            return
        _active = None
        self._rules.swaps.off()
        self._guard.__exit__(kind, error, trace)
        if self.hit is not None and error is not self.hit:
            raise self.hit from None

    def operation(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Refuse an operation that is about to run, unless it is none of the learner's doing."""
        rules = self._rules
        banned = rules.every or name in rules.banned
        if banned or (name in rules.signed and _has_axes(args)):
            self._refuse(name, sys._getframe(2))

    def _function(self, place: str) -> None:
        self._refuse(label(place), sys._getframe(2))

    def _refuse(self, op: str, frame: FrameType | None) -> None:
        line = self._line(frame)
        if line is None:
            return
        hit = BannedUse(self._name(op, line), op, line)
        self.hit = self.hit or hit
        raise self.hit

    def _line(self, frame: FrameType | None) -> int | None:
        """The learner's line that led here; 0 if unknown, None if no doing of the learner's."""
        while frame is not None:
            file = frame.f_code.co_filename
            if file == self._filename:
                return frame.f_lineno
            if file in self._spare or file.endswith(PRINTING) or file.startswith(IMPORTING):
                return None
            if file.endswith(TENSOR) and frame.f_code.co_name in ("__format__", "__repr__"):
                return None
            frame = frame.f_back
        return 0

    def _name(self, op: str, line: int) -> str:
        """What stands in that line: a banned name, or "@", or else the operation's own name."""
        there = written(self._source, line) if self._source and line else []
        own = self._rules.words
        for wanted in ({op.rpartition(".")[2]}, own.names):
            for name in there:
                if name.rpartition(".")[2] in wanted:
                    return name
        return "@" if "@" in there and own.product else op


class Armed:
    """Bans that torch has been told of: once for all watches over them, and in all forks."""

    def __init__(self, bans: Sequence[str]) -> None:
        self.words = words.read(bans)
        self.every = "torch" in self.words.modules
        self.quiet = not (self.words.any and self.words != words.read(("loops",)))
        if self.quiet:
            return
        hooks = _hooks()
        plain, signed, sheltered = operations(self.words)
        self.banned = plain | below(self.words, hooks.names)
        self.signed = signed - plain
        hooks.add(self.banned | self.signed | sheltered)
        if self.every:
            hooks.add_every()
        self.swaps = Swaps(self.words)


@cache
def armed(bans: tuple[str, ...]) -> Armed:
    """These bans, told to torch at the first time."""
    return Armed(bans)


_active: Watch | None = None
_registered: Hooks | None = None


def _ask(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if _active is not None:
        _active.operation(name, args, kwargs)


def _hooks() -> Hooks:
    global _registered
    if _registered is None:
        _registered = Hooks(_ask)
    return _registered


def _has_axes(args: tuple[Any, ...]) -> bool:
    """Whether one of the tensors given, in a list or alone, has at least one axis."""
    for arg in args:
        if isinstance(arg, (tuple, list)):
            if _has_axes(tuple(arg)):
                return True
        elif getattr(arg, "ndim", 0):
            return True
    return False
