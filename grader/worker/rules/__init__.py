"""What an exercise bans, enforced where a submission runs: in its text and in its calls."""

from __future__ import annotations

from grader.worker.rules.tree import Finding, scan
from grader.worker.rules.watch import BannedUse, Watch

__all__ = ["BannedUse", "Finding", "Watch", "scan"]
