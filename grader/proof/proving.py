"""One exercise, proven: its files, then its stub, reference, rights, wrongs and generic wrongs."""

from __future__ import annotations

import ast
import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from grader.catalog import Exercise
from grader.errors import CourseError, LearnError
from grader.grading.at_once import at_once
from grader.grading.grader import Grader
from grader.proof.answers import Text, about, failed, passed, run, suite_failed
from grader.proof.doctests import check_examples
from grader.proof.files import check_files, guarded, place
from grader.proof.generic import Generic, generics
from grader.proof.record import Answer, Finding, Outcome, Proof
from grader.proof.suites import check_suite
from grader.proof.trees import first_line, tree_of
from grader.report import Case, Report, Verdict
from grader.submission import read

SEEDS = 20
USUAL = 3  # seeds of a check, and of everything that is not the reference
LONG = 3  # seeds of a training exercise's reference where time matters
SHOWS_ON = "Shows on:"  # begins a line of a wrong's docstring: the devices it shows on

Hear = Callable[[str], None]


class Proving:
    """Finds out what holds for one exercise.

    Args:
        grader: that runs the suite.
        exercise: to be proven.
        seeds: that the reference has to pass.
        fast: whether a training exercise (one seed a check) gets fewer.
        hear: told in a few words what is being done.
    """

    def __init__(
        self, grader: Grader, exercise: Exercise, seeds: int = SEEDS, fast: bool = False,
        hear: Hear = lambda text: None,
    ) -> None:  # fmt: skip
        self._grader = grader
        self._exercise = exercise
        self._seeds = seeds
        self._fast = fast
        self._hear = hear
        self._answers: list[Answer] = []

    def prove(self) -> Proof:
        """Everything that was found out; a broken file is a finding, never an exception."""
        started = time.monotonic()
        self._hear("reading the files")
        findings = list(read_files(self._exercise))
        runnable = [self._exercise.stub, self._exercise.reference, self._exercise.suite]
        if all(path.is_file() for path in runnable) and _readable(self._exercise):
            findings += guarded_run(self._runs())
        return Proof(
            self._exercise.slug,
            _title(self._exercise),
            tuple(findings),
            tuple(self._answers),
            _count(self._exercise),
            self._draws(self._seeds) if self._answers else 0,
            time.monotonic() - started,
        )

    def _draws(self, wanted: int) -> int:
        """How many seeds: fewer for an exercise that trains, where time matters."""
        slow = self._fast and self._exercise.settings.seeds == 1
        return min(wanted, LONG) if slow else wanted

    def _runs(self) -> Iterator[Finding]:
        yield from check_examples(self._exercise)
        yield from self._stub()
        before = len(self._answers)
        yield from self._reference()
        if self._answers[before].outcome is not Outcome.PASSED:
            return  # what is made of it proves nothing
        yield from self._rights()
        yield from self._wrongs()
        yield from self._generics()

    def _note(self, kind: str, name: str, outcome: Outcome, report: Report, cause: str = "") -> None:
        case = failed(report)
        self._answers.append(
            Answer(
                kind, name, outcome,
                case.title if case else "", case.verdict.value if case else "",
                cause, report.seconds,
            )
        )  # fmt: skip

    def _counting(self, what: str, total: int) -> Callable[[Report], None]:
        count = iter(range(1, total + 1))
        self._hear(f"{what} 0/{total}")
        return lambda report: self._hear(f"{what} {next(count)}/{total}")

    # ------------------------------------------------------------------ stub and right answers

    def _stub(self) -> Iterator[Finding]:
        self._hear("stub")
        name = place(self._exercise, self._exercise.stub)
        handed = read(self._exercise.stub, name)
        told = at_once(self._exercise, handed)
        failure = told.cases[0].failure if told and told.cases else None
        if failure is None or not failure.rationale.startswith("not started"):
            yield Finding(
                "stub", f"{name} is not told apart as untouched", failure.rationale if failure else "",
                "every entry does nothing but raise NotImplementedError",
            )  # fmt: skip
        report = run(self._grader, self._exercise, [Text(name, handed.text)])[0]
        free = [case for case in report.cases if case.verdict is Verdict.PASSED]
        faults = [case for case in report.cases if case.verdict is Verdict.FAULT]
        self._note("stub", name, Outcome.NOT_CAUGHT if free else Outcome.CAUGHT, report)
        for case in free:
            yield Finding("stub", f'"{case.title}" passes for an untouched stub', "nothing is written yet")
        for case in faults[:1]:
            yield suite_failed(name, case)

    def _reference(self) -> Iterator[Finding]:
        name = place(self._exercise, self._exercise.reference)
        text = Text(name, self._exercise.reference.read_text("utf-8"))
        draws = self._draws(self._seeds)
        self._hear(f"reference, {draws} seeds")
        report = run(self._grader, self._exercise, [text], draws=draws, device="auto")[0]
        good = passed(report)
        self._note("reference", name, Outcome.PASSED if good else Outcome.BROKEN, report)
        case = failed(report)
        if not good:
            found = about(case) if case else "no case was run"
            yield Finding("reference", f"{name} does not pass its own suite", found)
            return
        again = run(self._grader, self._exercise, [text], draws=min(USUAL, draws), device="auto")[0]
        if [(c.id, c.device, c.verdict) for c in again.cases] != [
            (c.id, c.device, c.verdict) for c in report.cases
        ]:
            case = failed(again)
            found = about(case) if case else ""
            yield Finding("reference", f"{name} gets two reports for the same seeds", found)

    def _rights(self) -> Iterator[Finding]:
        texts = [_text(self._exercise, path) for path in self._exercise.rights]
        done = self._counting("rights", len(texts))
        draws = self._draws(USUAL)
        reports = run(
            self._grader, self._exercise, texts, draws=draws, device="auto", done=done
        )
        for text, report in zip(texts, reports, strict=True):
            case = failed(report)
            self._note("right", text.name, Outcome.BROKEN if case else Outcome.PASSED, report)
            if case is not None:
                yield Finding("right", f"{text.name} is right and does not pass", about(case))

    # ------------------------------------------------------------------ wrong answers

    def _caught(
        self, texts: Sequence[Text], what: str, *, ruled: bool = True, naming: bool = True
    ) -> list[Report]:
        """Each text's report: over one seed, then those that passed over the usual and all devices."""
        devices = len([d for d in self._grader_devices() if d != "cpu"])
        steps = [(1, "cpu"), (max(self._exercise.settings.seeds, 1), "cpu")]
        steps += [(1, "auto")] if devices else []
        reports: list[Report] = []
        open_ = list(range(len(texts)))
        for number, (draws, device) in enumerate(steps):
            if number and steps[number] == steps[number - 1]:
                continue
            done = self._counting(what, len(open_))
            found = run(
                self._grader, self._exercise, [texts[i] for i in open_], draws=draws,
                device=device, first=True, ruled=ruled, naming=naming, done=done,
            )  # fmt: skip
            reports = reports or list(found)
            for i, report in zip(open_, found, strict=True):
                reports[i] = report
            open_ = [i for i in open_ if failed(reports[i]) is None]
            if not open_:
                break
        return reports

    def _grader_devices(self) -> list[str]:
        from grader.suite.devices import present

        return [d for d in self._exercise.settings.devices if d in present()]

    def _wrongs(self) -> Iterator[Finding]:
        from grader.suite.reference import as_submission, sentence

        paths = self._exercise.wrongs
        texts = [
            Text(place(self._exercise, p), as_submission(self._exercise.reference, p)) for p in paths
        ]
        for path, report in zip(paths, self._caught(texts, "wrongs"), strict=True):
            yield from self._wrong(path, report, sentence(path))

    def _wrong(self, path: Path, report: Report, sentence: str) -> Iterator[Finding]:
        name, case = place(self._exercise, path), failed(report)
        outcome, cause = Outcome.CAUGHT, ""
        elsewhere = _shows_on(path)
        if case is None and elsewhere and not elsewhere & set(self._grader_devices()):
            outcome = Outcome.NOT_HERE
        elif case is None:
            outcome = Outcome.NOT_CAUGHT
            devices = " and ".join(d.name for d in report.devices if d.ran)
            yield Finding(
                "wrong", f"{name} is not caught", f"every case passed on {devices}",
                f'a case that fails it; or a line "{SHOWS_ON} cuda" in its docstring, if it is wrong there only',
            )  # fmt: skip
        elif case.verdict in (Verdict.FAULT, Verdict.MISSING):
            outcome = Outcome.BROKEN
            yield (
                suite_failed(name, case)
                if case.verdict is Verdict.FAULT
                else Finding("wrong", f"{name} does not run, so nothing is proven", about(case))
            )
        else:
            named = case.failure.cause if case.failure else ""
            cause = "none" if not named else "own" if named == sentence else "other"
        self._note("wrong", name, outcome, report, cause)

    # ------------------------------------------------------------------ generic wrongs

    def _generics(self) -> Iterator[Finding]:
        reference = self._exercise.reference.read_text("utf-8")
        wrongs = list(generics(self._exercise, cuda=len(self._grader_devices()) > 1))
        texts = [Text(wrong.name, wrong.text(reference)) for wrong in wrongs]
        reports = self._caught(texts, "generic wrongs", ruled=False, naming=False)
        excuses = self._exercise.settings.generic or {}
        used: set[str] = set()
        for wrong, report in zip(wrongs, reports, strict=True):
            excuse = wrong.excused_by(excuses)
            outcome = _outcome(wrong, report, bool(excuse))
            if outcome is Outcome.EXCUSED:
                used.add(excuse)
            self._note("generic", wrong.name, outcome, report)
            yield from _finding(wrong, outcome, failed(report))
        for name in excuses:
            if name not in used:
                yield Finding(
                    "generic", f"generic={{{name!r}: ...}} excuses nothing", "no such wrong passes",
                    "drop it from pytestmark",
                )  # fmt: skip


def _outcome(wrong: Generic, report: Report, excused: bool) -> Outcome:
    from grader.proof.changes import MARK

    case = failed(report)
    if case is not None:
        broken = case.verdict in (Verdict.FAULT, Verdict.MISSING)
        return Outcome.BROKEN if broken else Outcome.CAUGHT
    # A default that no case ever overrides is a hole, not a wrong that does not fit.
    if MARK not in report.prints and not wrong.change.startswith("ignores_"):
        return Outcome.NO_EFFECT
    return Outcome.EXCUSED if excused else Outcome.NOT_CAUGHT


def _finding(wrong: Generic, outcome: Outcome, case: Case | None) -> Iterator[Finding]:
    if outcome is Outcome.NOT_CAUGHT:
        yield Finding(
            "generic", f"{wrong.entry} that {_words(wrong.change)} is not caught", "every case passed",
            f'a case that fails it; or, if that is right here, generic={{"{wrong.name}": "why"}}',
        )  # fmt: skip
    elif outcome is Outcome.BROKEN and case is not None:
        yield suite_failed(f"{wrong.entry} that {_words(wrong.change)}", case)


def _words(change: str) -> str:
    return change.replace("_", " ")


def read_files(exercise: Exercise) -> Iterator[Finding]:
    """What the files break without being run."""
    yield from check_files(exercise)
    if exercise.suite.is_file():
        yield from guarded("suite", check_suite(exercise))


def guarded_run(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings; a suite that cannot be run is one more."""
    try:
        yield from findings
    except LearnError as error:
        yield Finding("suite", error.what, _essence(error.found), error.next_step)
    except Exception as error:  # a reference or suite that breaks where nobody expects it
        yield Finding("files", f"running it failed: {type(error).__name__}: {error}")


def _essence(output: str) -> str:
    """What pytest complains about, without its rulers."""
    lines = [line for line in output.splitlines() if line.startswith("E ")]
    return "\n".join(line[2:].strip() for line in lines[-4:]) or output[-300:]


def _readable(exercise: Exercise) -> bool:
    try:
        return bool(exercise.cases) and bool(exercise.entries) and exercise.settings is not None
    except (CourseError, ValueError, IndexError):
        return False


def _count(exercise: Exercise) -> int:
    return len(exercise.cases) if exercise.suite.is_file() and _readable(exercise) else 0


def _title(exercise: Exercise) -> str:
    try:
        return first_line(tree_of(exercise.stub))
    except CourseError:
        return ""


def _text(exercise: Exercise, path: Path) -> Text:
    return Text(place(exercise, path), path.read_text("utf-8"))


def _shows_on(path: Path) -> set[str]:
    """The devices that a wrong is wrong on, where its docstring says so."""
    docstring = ast.get_docstring(tree_of(path)) or ""
    for line in docstring.splitlines():
        if line.strip().startswith(SHOWS_ON):
            words = line.strip().removeprefix(SHOWS_ON).replace(",", " ").strip(". ")
            return set(words.split())
    return set()
