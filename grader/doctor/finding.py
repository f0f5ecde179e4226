"""One thing that was looked at, and how it is. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(str, Enum):
    """How a thing is."""

    OK = "ok"
    NOTE = "note"  # works, but there is something to know
    BAD = "bad"  # something does not work


@dataclass(frozen=True)
class Finding:
    """A thing that was looked at.

    ``area``: python, torch, grader, isolation, workspace, progress. ``detail``: what was found.
    ``next_step``: what to type or do about it.
    """

    area: str
    name: str
    state: State
    detail: str = ""
    next_step: str = ""
