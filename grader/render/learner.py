"""What of a report a learner may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from grader.class_report import ClassReport, DeviceMark, Mark, MarkVerdict, StudentReport
from grader.errors import UsageError
from grader.report import Case, Failure, Frame, Report, Verdict

# From the least to the most; each shows what the one before it does, and more.
TITLE = "title"  # passed or not
CATEGORY = "category"  # the kind of failure
EXAM = "exam"  # the learner's own exception
FAILURE = "failure"  # what is wrong, in words
MISTAKE = "mistake"  # the named mistake
PRACTICE = "practice"  # inputs, values and prints: everything but what is for staff
POLICIES = (TITLE, CATEGORY, EXAM, FAILURE, MISTAKE, PRACTICE)

# What is said of a case when no more may be said, or no more is known.
KINDS = {
    Verdict.PASSED: "passed",
    Verdict.WRONG: "the answer is not the expected one",
    Verdict.RAISED: "your code raised an exception",
    Verdict.TIMEOUT: "no answer within the time for this case",
    Verdict.CRASHED: "the process that ran your code died",
    Verdict.MISSING: "there is nothing to check yet",
    Verdict.SKIPPED: "waits for another case",
    Verdict.UNAVAILABLE: "not run here",
    Verdict.FAULT: "the grader failed here, not you",
}


def for_learner(report: Report, *, policy: str = PRACTICE) -> Report:
    """The report without what is for staff only; every learner's output starts from it.

    Raises:
        UsageError: there is no such policy.
    """
    _check(policy)
    shown = replace(report, cases=tuple(_STRIP[policy](case) for case in report.cases))
    # Prints and notes can carry the inputs of a hidden case.
    return shown if policy == PRACTICE else replace(shown, prints="", notes=())


def class_for_learners(report: ClassReport, *, policy: str = PRACTICE) -> ClassReport:
    """The class with each of its reports as `for_learner` gives it; every output starts from it.

    Raises:
        UsageError: there is no such policy.
    """
    _check(policy)

    def students() -> Iterator[StudentReport]:
        for student in report.read():
            marks = tuple(_mark(mark, policy) for mark in student.marks)
            yield replace(student, marks=marks)

    return replace(report, read=students)


def _mark(mark: Mark, policy: str) -> Mark:
    shown = replace(mark, devices=tuple(_device(device, policy) for device in mark.devices))
    if policy == TITLE and mark.verdict is MarkVerdict.TIMEOUT:
        shown = replace(shown, verdict=MarkVerdict.NOT_PASSED)
    if mark.verdict is MarkVerdict.FAULT and mark.open in {d.reason for d in mark.devices}:
        reasons = [device.reason for device in shown.devices]
        old = [device.reason for device in mark.devices]
        shown = replace(shown, open=reasons[old.index(mark.open)])
    return shown


def _device(device: DeviceMark, policy: str) -> DeviceMark:
    if device.report is None:
        return device
    shown = replace(device, report=for_learner(device.report, policy=policy))
    if policy == TITLE and device.verdict is MarkVerdict.TIMEOUT:
        shown = replace(shown, verdict=MarkVerdict.NOT_PASSED)
    # The reason of a fault is told by a case; a policy that hides that one hides this one.
    if device.report.faults and policy in (TITLE, CATEGORY, EXAM):
        shown = replace(shown, reason=KINDS[Verdict.FAULT])
    return shown


def _check(policy: str) -> None:
    if policy not in POLICIES:
        known = ", ".join(POLICIES)
        raise UsageError(f"there is no policy {policy!r}", f"the policies are: {known}")


def _title(case: Case) -> Case:
    verdict = case.verdict
    if verdict is Verdict.PASSED:
        return replace(case, failure=None, seed=None, seconds=0.0)
    words = "not passed"
    if verdict.counts_as_run:
        verdict = Verdict.WRONG
    else:
        words = KINDS[verdict]
    return replace(case, verdict=verdict, failure=Failure(words), seed=None, seconds=0.0)


def _category(case: Case) -> Case:
    failure = case.failure and Failure(KINDS[case.verdict])
    return replace(case, failure=failure, seed=None)


def _exam(case: Case) -> Case:
    failure = case.failure
    if failure is None:
        return replace(case, seed=None)
    about_the_file = case.verdict is Verdict.MISSING  # says nothing of a hidden case
    own = bool(failure.exception) or about_the_file
    shown = Failure(
        rationale=failure.rationale if about_the_file else KINDS[case.verdict],
        exception=failure.exception,
        frames=_without_variables(failure) if own else (),
        line=failure.line if own else None,
    )
    return replace(case, failure=shown, seed=None)


def _words(case: Case) -> Case:
    shown = _mistake(case)
    return replace(shown, failure=shown.failure and replace(shown.failure, cause=""))


def _mistake(case: Case) -> Case:
    failure = case.failure
    shown = failure and Failure(
        rationale=failure.rationale,
        help=failure.help,
        cause=failure.cause,
        exception=failure.exception,
        frames=_without_variables(failure),
        line=failure.line,
    )
    return replace(case, failure=shown, seed=None)


def _practice(case: Case) -> Case:
    return replace(case, failure=case.failure and replace(case.failure, staff=""))


def _without_variables(failure: Failure) -> tuple[Frame, ...]:
    return tuple(replace(frame, variables=()) for frame in failure.frames)


_STRIP: dict[str, Callable[[Case], Case]] = {
    TITLE: _title,
    CATEGORY: _category,
    EXAM: _exam,
    FAILURE: _words,
    MISTAKE: _mistake,
    PRACTICE: _practice,
}
