"""A run: results are kept as they come, and a second run takes up where the first ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.class_report import MarkVerdict
from grader.classroom import Plan, Progress, build, grade
from grader.gradebook import Gradebook

Make = Callable[..., Plan]
WRONG = "def double(x):\n    return x\n"


def test_a_result_is_kept_before_anyone_hears_of_it_and_an_interrupt_loses_none(
    make_plan: Make, gradebook: Gradebook, in_process: Any
) -> None:
    files = {f"s{n}/01_double.py": f"{WRONG}# {n}\n" for n in range(5)}
    plan = make_plan(files)
    wanted = plan.wanted(gradebook)

    def interrupt(progress: Progress) -> None:
        assert len(list(gradebook.rows())) == progress.done
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(plan, wanted, in_process, gradebook, interrupt)
    verdicts = [m.verdict for s in build(plan, gradebook).students for m in s.marks]
    assert sorted(verdicts) == 3 * [MarkVerdict.FAULT] + 2 * [MarkVerdict.NOT_PASSED]
    rest = make_plan(files).wanted(gradebook)
    progress = grade(plan, rest, in_process, gradebook, lambda _: None)
    assert (progress.total, progress.done, progress.faults) == (3, 3, 0)
    assert len(in_process.graded) == len(set(in_process.graded)) == 5
