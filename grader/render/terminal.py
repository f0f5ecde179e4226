"""A report as a screen of text: words carry the state, colour only repeats it."""

from __future__ import annotations

from dataclasses import dataclass

from grader.render.cases import add_cases, failure_of
from grader.render.clean import clean_record, one_line
from grader.render.failure import add_failure
from grader.render.foot import add_devices, add_isolation, add_points, add_prints
from grader.render.layout import Page, Span
from grader.render.learner import PRACTICE, for_learner
from grader.report import Case, Failure, Report, Verdict

BAR = 20  # columns of the progress bar


@dataclass(frozen=True)
class Extras:
    """What the screen shows beside the report, as far as the caller knows it.

    The lines come without their labels: ``again`` is a command, ``next_line`` an exercise.
    """

    attempt: int | None = None  # the number of this attempt
    again: str = ""  # learn check 03 --only non-square --seed 7
    hint_line: str = ""  # learn hint 03 (1 of 3)
    next_line: str = ""  # 04 softmax   exercises/04_softmax.py
    remarks: tuple[str, ...] = ()  # 2 attempts before this, 1 hint used
    progress: tuple[int, int] | None = None  # exercises passed, and all of them


NO_EXTRAS = Extras()


def render_terminal(
    report: Report,
    *,
    width: int = 80,
    color: bool = False,
    extras: Extras = NO_EXTRAS,
    policy: str = PRACTICE,
    encoding: str = "utf-8",
) -> str:
    """The learner's screen: no line wider than ``width`` columns (40 at least), no control codes.

    ``encoding`` is the stream's: what it cannot write is shown as a backslash escape.

    Raises:
        UsageError: the policy is unknown.
    """
    report = clean_record(for_learner(report, policy=policy), encoding)
    extras = clean_record(extras, encoding)
    page = Page(width, color)
    _add_header(page, report, extras)
    page.gap()
    missing = nothing_to_check(report)
    if missing is not None:
        add_failure(page, missing, indent=2)
    elif not report.passed:
        add_cases(page, report)
    page.gap()
    if report.prints.strip():
        add_prints(page, report.prints)
        page.gap()
    add_devices(page, report)
    if missing is None:
        add_points(page, report)
    add_isolation(page, report)
    for remark in (*report.notes, *extras.remarks):
        page.row("  ", one_line(remark))
    page.gap()
    _add_next(page, report, extras)
    return page.text()


def _add_header(page: Page, report: Report, extras: Extras) -> None:
    number = report.exercise.partition("_")[0]
    items: list[Span] = [(one_line(f"{number} {report.title}", 200), "strong")]
    if report.passed:
        items.append(("passed", "good"))
    if extras.attempt is not None:
        items.append((f"attempt {extras.attempt}", ""))
    if any(device.ran for device in report.devices):
        items.append((f"{report.seconds:.2f} s", ""))
    items.append((place_of(report), ""))
    page.items(items)


def place_of(report: Report) -> str:
    """The learner's file, with the line to look at where there is one."""
    path = one_line(report.submission.path, 400)
    case = report.first_failure
    failure = case.failure if case else None
    if failure is None:
        return path
    line = failure.line
    if line is None and failure.frames:
        line = failure.frames[-1].line
    return path if line is None else f"{path}:{line}"


def nothing_to_check(report: Report) -> Failure | None:
    """What to say where nothing of the submission could be called: it is no list of failures."""
    run = [case for case in report.cases if case.verdict.counts_as_run]
    if not run or report.faults or any(case.verdict is not Verdict.MISSING for case in run):
        return None
    first: Case = run[0]
    same = all(failure_of(case).rationale == failure_of(first).rationale for case in run)
    return failure_of(first) if same else None


def _add_next(page: Page, report: Report, extras: Extras) -> None:
    if report.passed:
        _add_labelled(page, "next: ", extras.next_line)
    else:
        _add_labelled(page, "again: ", extras.again)
        _add_labelled(page, "hint: ", extras.hint_line)
    if extras.progress is not None:
        page.spans([(progress_bar(*extras.progress), "")])


def _add_labelled(page: Page, label: str, text: str) -> None:
    if text:
        page.row([(label, "strong")], " ".join(text.split("\n")))


def progress_bar(done: int, total: int) -> str:
    """How many of all exercises are passed, as a line: ``Progress [##>---] 3/24``."""
    filled = min(BAR, BAR * max(done, 0) // max(total, 1))
    head = ">" if filled < BAR else ""
    return f"Progress [{('#' * filled + head).ljust(BAR, '-')}] {done}/{total}"
