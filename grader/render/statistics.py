"""A class in numbers: how the totals lie, the hardest cases, the most frequent mistakes.

Students are heard one by one, and counted; none is kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from grader.class_report import Mark, MarkVerdict, StudentReport
from grader.report import Case, Verdict

BINS = 10  # of the totals, each a tenth of what can be earned


@dataclass
class Statistics:
    """The counts so far."""

    students: int = 0
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    open: int = 0  # totals that may still change: in no bin
    verdicts: Counter[tuple[str, MarkVerdict]] = field(default_factory=Counter)
    ran: Counter[tuple[str, str]] = field(default_factory=Counter)  # by exercise and case
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)  # by exercise and words

    def hear(self, student: StudentReport) -> None:
        """Counts one student."""
        self.students += 1
        total = student.total
        if total.open or not total.worth:
            self.open += 1
        else:
            self.bins[_bin(total.credit / total.worth)] += 1
        for mark in student.marks:
            self.verdicts[mark.exercise, mark.verdict] += 1
            self._hear(mark)

    def _hear(self, mark: Mark) -> None:
        mistakes: set[str] = set()  # a student who makes one in three cases makes it once
        for device in mark.devices:
            for case in device.report.cases if device.report else ():
                self._count(mark.exercise, case)
                if case.failure and case.failure.cause:
                    mistakes.add(case.failure.cause)
        for words in mistakes:
            self.mistakes[mark.exercise, words] += 1

    def _count(self, exercise: str, case: Case) -> None:
        if case.verdict.counts_as_run:
            self.ran[exercise, case.title] += 1
            self.passed[exercise, case.title] += case.verdict is Verdict.PASSED

    def hardest(self, most: int) -> list[tuple[str, str, int, int]]:
        """Exercise, case, how many passed it and how many came to it; the hardest first."""
        cases = [(*key, self.passed[key], count) for key, count in self.ran.items()]
        failed = [case for case in cases if case[2] < case[3]]
        return sorted(failed, key=lambda case: (case[2] / case[3], -case[3], case))[:most]

    def frequent(self, most: int) -> list[tuple[str, str, int]]:
        """Exercise, named mistake, and how many students made it."""
        found = [(*key, count) for key, count in self.mistakes.items()]
        return sorted(found, key=lambda each: (-each[2], each))[:most]


def _bin(share: float) -> int:
    return min(max(int(share * BINS + 1e-9), 0), BINS - 1)
