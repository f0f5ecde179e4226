"""What the caller of a check asks for. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """What is asked of a check.

    ``device``: cpu, cuda, mps, all, or auto (what is here). ``seed``: one to reproduce, None for
    the usual ones. ``only``: titles of cases. ``policy``: practice or graded. ``first``: end at the
    first case that does not pass, the rest is not reported. ``fresh``: no seed is a usual one.
    """

    device: str = "auto"
    seed: int | None = None
    only: tuple[str, ...] = ()
    policy: str = "practice"
    first: bool = False
    fresh: bool = False


PRACTICE = Wishes()
