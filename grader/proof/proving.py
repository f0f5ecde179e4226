"""One exercise, proven: its files, stub and reference, then right and wrong answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

from grader.catalog import Exercise
from grader.errors import CourseError, LearnError
from grader.grading.at_once import at_once
from grader.proof.desk import USUAL, Desk, about, failed, passed, suite_failed, text_of
from grader.proof.doctests import check_examples
from grader.proof.files import check_files
from grader.proof.record import Finding, Outcome, Proof
from grader.proof.suites import check_suite
from grader.proof.trees import first_line, place, tree_of
from grader.proof.wrongs import check_generics, check_wrongs
from grader.report import Report, Verdict
from grader.submission import read


def prove(desk: Desk) -> Proof:
    """Everything found out about the exercise; a broken file is a finding, never an error."""
    exercise, started = desk.exercise, time.monotonic()
    desk.hear("files")
    findings = [*check_files(exercise), *check_suite(exercise)]
    cases = _cases(exercise)
    if cases and exercise.stub.is_file() and exercise.reference.is_file():
        findings += _guarded(_runs(desk))
    return Proof(
        exercise.slug,
        _title(exercise),
        tuple(findings),
        tuple(desk.answers),
        cases,
        desk.draws(desk.seeds, USUAL) if desk.answers else 0,
        time.monotonic() - started,
    )


def _cases(exercise: Exercise) -> int:
    """How many cases can be run; 0 where the suite is missing or cannot be read."""
    try:
        return len(exercise.cases) if exercise.entries and exercise.settings else 0
    except (CourseError, ValueError, IndexError):
        return 0  # a finding of its own already


def _title(exercise: Exercise) -> str:
    try:
        return first_line(tree_of(exercise.stub))
    except CourseError:
        return ""


def _guarded(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings; a suite or reference that breaks where nobody expects it is one more."""
    try:
        yield from findings
    except LearnError as error:
        yield Finding("suite", error.what, _essence(error.found), error.next_step)
    except Exception as error:
        yield Finding("files", f"the course's code broke: {type(error).__name__}: {error}")


def _essence(output: str) -> str:
    """What pytest complains about, without its rulers."""
    lines = [line[2:].strip() for line in output.splitlines() if line.startswith("E ")]
    return "\n".join(lines[-4:]) or output[-300:]


def _runs(desk: Desk) -> Iterator[Finding]:
    yield from check_examples(desk.exercise)
    yield from check_stub(desk)
    yield from check_reference(desk)
    if desk.answers[-1].outcome is Outcome.PASSED:  # else what is made of it proves nothing
        yield from check_rights(desk)
        yield from check_wrongs(desk)
        yield from check_generics(desk)


def check_stub(desk: Desk) -> Iterator[Finding]:
    """A stub that is not told apart at once, or that earns something when it is run."""
    exercise = desk.exercise
    name = place(exercise, exercise.stub)
    told = at_once(exercise, read(exercise.stub, name))
    failure = told.cases[0].failure if told and told.cases else None
    if failure is None or not failure.rationale.startswith("not started"):
        yield Finding(
            "stub",
            f"{name} is not recognised as untouched",
            failure.rationale if failure else "it was run",
            "every entry does nothing but raise NotImplementedError",
        )
    report = desk.reports("stub", [text_of(exercise, exercise.stub)])[0]
    earned = [case for case in report.cases if case.verdict is Verdict.PASSED]
    desk.keep("stub", name, Outcome.NOT_CAUGHT if earned else Outcome.CAUGHT, report)
    for case in earned:
        yield Finding("stub", f'the case "{case.title}" passes with the untouched stub')
    for case in report.faults[:1]:
        yield suite_failed(f"the untouched {name}", case)


def check_reference(desk: Desk) -> Iterator[Finding]:
    """A reference that does not pass, or not always."""
    text = text_of(desk.exercise, desk.exercise.reference)
    draws = desk.draws(desk.seeds, USUAL)
    report = desk.reports(f"reference, {draws} seeds", [text], draws=draws, device="auto")[0]
    good = passed(report)
    if not good:
        yield Finding(
            "reference", f"{text.name} does not pass its own suite", about(failed(report))
        )
    else:
        desk.time(report)
        draws = desk.draws(min(USUAL, draws), 1)
        again = desk.reports("reference again", [text], draws=draws, device="auto")[0]
        if _verdicts(again) != _verdicts(report):
            found = about(failed(again))
            yield Finding("reference", f"{text.name} gets two reports for the same seeds", found)
    desk.keep("reference", text.name, Outcome.PASSED if good else Outcome.BROKEN, report)


def _verdicts(report: Report) -> list[tuple[str, str, Verdict]]:
    return [(case.id, case.device, case.verdict) for case in report.cases]


def check_rights(desk: Desk) -> Iterator[Finding]:
    """Right answers in other styles that the suite refuses."""
    texts = [text_of(desk.exercise, path) for path in desk.exercise.rights]
    draws = desk.draws(USUAL if desk.fast else desk.seeds, 1)
    for report in desk.reports(f"rights, {draws} seeds", texts, draws=draws, device="auto"):
        good, name = passed(report), report.submission.path
        desk.keep("right", name, Outcome.PASSED if good else Outcome.BROKEN, report)
        if not good:
            yield Finding("right", f"{name} is right and does not pass", about(failed(report)))
