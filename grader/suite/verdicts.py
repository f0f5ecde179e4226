"""From the exception that ended a case to its verdict and the words for it."""

from __future__ import annotations

import dataclasses
import traceback
from typing import Any

import pytest

from grader.declared import Settings
from grader.errors import LearnError
from grader.report import Failure as Record
from grader.report import Frame, Verdict
from grader.suite.failure import Failure
from grader.suite.torch_errors import meaning
from grader.worker import ended

OURS = "the hidden suite failed, not you"


def judge(
    error: BaseException, settings: Settings, loading: bool = False
) -> tuple[Verdict, Record]:
    """The verdict and the failure of a case that ended with ``error``.

    ``loading``: it came from the submission's import, so no case could run.
    """
    if isinstance(error, Failure):
        return error.verdict, error.record
    if isinstance(error, ended.Ended):
        verdict, record = _ended(error, settings, loading)
        return verdict, dataclasses.replace(record, call=record.call or getattr(error, "call", ""))
    if isinstance(error, AssertionError):
        return Verdict.WRONG, Record("a hidden check failed", staff=_trace(error))
    if isinstance(error, pytest.skip.Exception):
        return Verdict.FAULT, Record("the suite skipped this case", staff=str(error))
    if isinstance(error, ended.NoDevice):
        return Verdict.UNAVAILABLE, Record(error.what)
    what, help = OURS, "tell the course's authors"
    if isinstance(error, LearnError):
        what, help = error.what, error.next_step or help
    return Verdict.FAULT, Record(what, help, staff=_trace(error))


def _trace(error: BaseException) -> str:
    """The traceback for staff, without the frames of pytest's own machinery."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not any(part in f.filename for part in ("_pytest", "pluggy"))]
    lines = traceback.format_list(own or frames) + traceback.format_exception_only(error)
    return "".join(lines)[-8000:]


def _ended(error: ended.Ended, settings: Settings, loading: bool) -> tuple[Verdict, Record]:
    if isinstance(error, ended.Raised):
        return _raised(error, loading)
    if isinstance(error, ended.MissingEntry):
        help = "keep the names that the stub gave"
        return Verdict.MISSING, Record(f"your file has no {error.name!r}", help)
    if isinstance(error, ended.TimedOut):
        where = " while your file was imported" if loading else ""
        help = "does a loop or a recursion never end?"
        return Verdict.TIMEOUT, Record(f"no result after {error.seconds:g} s{where}", help)
    if isinstance(error, ended.Died):
        where = " while your file was imported" if loading else ""
        return Verdict.CRASHED, Record(f"{error.how}{where}", "no answer can be given that way")
    if isinstance(error, ended.OverShare):
        help = "take less; memory that does not come from PyTorch (cudaMalloc) counts too"
        return Verdict.CRASHED, Record(str(error), help)
    if isinstance(error, ended.RuleBroken):
        return Verdict.WRONG, rule_broken(error.name, error.line, settings)
    return Verdict.WRONG, Record(f"the answer cannot be used: {error}")


def rule_broken(name: str, line: int | None, settings: Settings) -> Record:
    """The failure for a banned operation: where, what is allowed instead, and why."""
    where = f" in line {line}" if line else ""
    why = settings.why.rstrip(".")
    allowed = f"allowed: {settings.allowed}" if settings.allowed else ""
    help = "; ".join(part for part in (why, allowed) if part)
    return Record(f"by hand, please: {name}{where} does the work for you", help, line=line)


def _raised(error: ended.Raised, loading: bool) -> tuple[Verdict, Record]:
    frames = tuple(_frame(frame) for frame in error.frames[-3:] if isinstance(frame, dict))
    details: dict[str, Any] = {
        "frames": frames,
        "exception": f"{error.kind}: {error.message}" if error.message else error.kind,
        "line": error.line,
    }
    if "NotImplementedError" in error.bases:
        where = f"line {error.line} still raises" if error.line else "it still raises"
        return Verdict.MISSING, Record(f"not started: {where} NotImplementedError", line=error.line)
    if loading:
        return Verdict.MISSING, Record(
            "your file cannot be imported", "mend this first: nothing else could run", **details
        )
    if error.kind == "SystemExit":
        return Verdict.RAISED, Record("your code called exit", "return a value instead", **details)
    return Verdict.RAISED, Record(f"{error.kind} was raised", meaning(error.message), **details)


def _frame(frame: dict[str, Any]) -> Frame:
    """A frame as the worker told it; what is no text or number there is left out."""
    pairs = frame.get("variables", ())
    variables = tuple(
        (ended.text(pair[0], 60), ended.text(pair[1], 100))
        for pair in (pairs[:8] if isinstance(pairs, list) else ())
        if isinstance(pair, list) and len(pair) == 2
    )
    return Frame(
        ended.line_number(frame.get("line")) or 0,
        ended.text(frame.get("function"), 100),
        ended.text(frame.get("source"), 200),
        variables,
    )
