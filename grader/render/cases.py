"""The list of cases: one line each, in the suite's order, and one of them opened up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.render.clean import cell_width, one_line
from grader.render.failure import add_failure
from grader.render.layout import Page, counted, pad, shorten
from grader.render.learner import KINDS
from grader.report import Case, Failure, Report, Verdict

# The word that stands for a verdict, and its style. Capitals are the learner's to mend.
WORDS = {
    Verdict.PASSED: ("ok", "good"),
    Verdict.WRONG: ("FAIL", "bad"),
    Verdict.RAISED: ("ERROR", "bad"),
    Verdict.TIMEOUT: ("SLOW", "bad"),
    Verdict.CRASHED: ("CRASH", "bad"),
    Verdict.MISSING: ("TODO", "bad"),
    Verdict.SKIPPED: ("--", "quiet"),
    Verdict.UNAVAILABLE: ("--", "quiet"),
    Verdict.FAULT: ("ours", "ours"),
}
WORD_WIDTH = 7
WIDEST_TITLE = 34


def add_cases(page: Page, report: Report) -> None:
    """Add a line for each case, and the first one that failed with all that is known of it."""
    several = len({case.device for case in report.cases}) > 1
    absent = absent_devices(report.cases)
    shown = [case for case in report.cases if case.device not in absent]
    titles = [title_of(case, several) for case in shown]
    column = min(max(map(cell_width, titles), default=0), WIDEST_TITLE, page.width * 2 // 5)
    opened = report.first_failure or next(iter(report.faults), None)
    for case, title in zip(shown, titles, strict=True):
        _add_case(page, case, title, column, opened is case)
    for device, count in absent.items():
        word, style = WORDS[Verdict.UNAVAILABLE]
        head = [("  ", ""), (pad(word, WORD_WIDTH), style)]
        page.row(head, f"{counted(count, 'case')} on {device}: not run", "quiet")


def failure_of(case: Case) -> Failure:
    """The case's failure, or the little that its verdict alone says."""
    return case.failure or Failure(rationale=KINDS[case.verdict])


def absent_devices(cases: Sequence[Case]) -> dict[str, int]:
    """The devices on which nothing could run, each with its number of cases."""
    verdicts: dict[str, list[Verdict]] = {}
    for case in cases:
        verdicts.setdefault(case.device, []).append(case.verdict)
    return {
        device: len(found)
        for device, found in verdicts.items()
        if set(found) == {Verdict.UNAVAILABLE}
    }


def title_of(case: Case, several: bool) -> str:
    """The case's title, with its device where there are ``several``."""
    title = one_line(case.title, 80)
    if case.device == "simulated":
        return f"{title} (device check)"
    return f"{title} ({case.device})" if several and case.device != "cpu" else title


def _add_case(page: Page, case: Case, title: str, column: int, opened: bool) -> None:
    word, style = WORDS[case.verdict]
    head = [("  ", ""), (pad(word, WORD_WIDTH), style)]
    remark = remark_of(case, opened)
    if remark and cell_width(title) <= column:
        head.append((pad(title, column) + "   ", "strong" if opened else ""))
    else:
        page.row(head, title, "strong" if opened else "")
        head = [(" " * (WORD_WIDTH + 2), "")]
    if remark:
        room = page.width - sum(cell_width(text) for text, _ in head)
        whole = opened or case.verdict is Verdict.FAULT
        page.row(head, remark if whole else shorten(remark, room), "" if opened else "quiet")
    if opened:
        add_failure(page, failure_of(case), said=said_by(case, remark))


def remark_of(case: Case, opened: bool) -> str:
    """What stands behind the title."""
    if case.verdict is Verdict.PASSED:
        return ""
    if case.verdict is Verdict.SKIPPED:
        return f'waits for "{one_line(case.waits_for, 80)}"' if case.waits_for else "not run yet"
    failure = failure_of(case)
    if case.verdict is Verdict.FAULT:
        return ": ".join(_distinct(KINDS[Verdict.FAULT], one_line(failure.rationale)))
    if opened and failure.call:
        return one_line(failure.call, 200)
    return one_line(failure.rationale)


def said_by(case: Case, remark: str) -> str:
    """The rationale where the screen says it already, or an exception is about to."""
    failure = failure_of(case)
    if case.verdict is Verdict.FAULT or one_line(failure.rationale) == remark:
        return failure.rationale
    name = failure.exception.partition(":")[0]
    raised = case.verdict is Verdict.RAISED and name and name in failure.rationale
    return failure.rationale if raised else ""


def _distinct(*texts: str) -> Iterator[str]:
    yield from dict.fromkeys(text for text in texts if text)
