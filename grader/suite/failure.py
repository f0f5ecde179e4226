"""How a case that did not pass is told: the one exception whose words reach learners."""

from __future__ import annotations

import dataclasses
from typing import Any

from grader.report import Failure as Record
from grader.report import Verdict


class Failure(Exception):  # noqa: N818 - the vocabulary's word, also for authors
    """Ends a case; ``rationale`` says what is wrong, ``help`` what to try.

    Further keywords are fields of `grader.report.Failure`.
    """

    def __init__(
        self, rationale: str, help: str = "", verdict: Verdict = Verdict.WRONG, **details: Any
    ) -> None:
        super().__init__(rationale)
        self.record = Record(rationale, help, **details)
        self.verdict = verdict
        self.compared: Any = None  # the two tensors, where a comparison of tensors ended the case

    def __str__(self) -> str:
        record = self.record
        lines = [record.rationale, record.call]
        lines += [f"{c.name}: {c.detail}" for c in record.checks if not c.ok]
        lines += [f"looks like: {record.cause}" if record.cause else "", record.help]
        return "\n".join(line for line in lines if line)

    def within(self, **details: Any) -> Failure:
        """The same failure with some fields set that were empty."""
        missing = {k: v for k, v in details.items() if v and not getattr(self.record, k)}
        self.record = dataclasses.replace(self.record, **missing)
        return self
