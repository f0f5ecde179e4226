"""What of a report a learner may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grader.class_report import ClassReport, DeviceMark, Mark, StudentReport
from grader.errors import UsageError
from grader.report import Case, Failure, Report, Verdict

PRACTICE = "practice"  # everything but what is for staff
EXAM = "exam"  # the title, the kind of failure and the learner's own exception

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
        UsageError: the policy is neither ``practice`` nor ``exam``.
    """
    _check(policy)
    strip = _exam if policy == EXAM else _practice
    shown = replace(report, cases=tuple(strip(case) for case in report.cases))
    # Prints and notes can carry the inputs of a hidden case.
    return replace(shown, prints="", notes=()) if policy == EXAM else shown


def class_for_learners(report: ClassReport, *, policy: str = PRACTICE) -> ClassReport:
    """The class with each of its reports as `for_learner` gives it; every output starts from it.

    Raises:
        UsageError: the policy is neither ``practice`` nor ``exam``.
    """
    _check(policy)

    def students() -> Iterator[StudentReport]:
        for student in report.read():
            marks = tuple(_mark(mark, policy) for mark in student.marks)
            yield replace(student, marks=marks)

    return replace(report, read=students)


def _mark(mark: Mark, policy: str) -> Mark:
    def shown(device: DeviceMark) -> DeviceMark:
        report = device.report and for_learner(device.report, policy=policy)
        return replace(device, report=report)

    return replace(mark, devices=tuple(map(shown, mark.devices)))


def _check(policy: str) -> None:
    if policy not in (PRACTICE, EXAM):
        raise UsageError(f"there is no policy {policy!r}", f"the policies are: {PRACTICE}, {EXAM}")


def _practice(case: Case) -> Case:
    return replace(case, failure=case.failure and replace(case.failure, staff=""))


def _exam(case: Case) -> Case:
    failure = case.failure
    if failure is None:
        return replace(case, seed=None)
    about_the_file = case.verdict is Verdict.MISSING  # says nothing of a hidden case
    own = bool(failure.exception) or about_the_file
    shown = Failure(
        rationale=failure.rationale if about_the_file else KINDS[case.verdict],
        exception=failure.exception,
        frames=tuple(replace(frame, variables=()) for frame in failure.frames) if own else (),
        line=failure.line if own else None,
    )
    return replace(case, failure=shown, seed=None)
