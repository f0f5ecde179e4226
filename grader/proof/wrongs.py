"""Wrong answers, listed and generic: each must be caught, and not by an accident."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.proof.desk import Desk, Text, about, failed, suite_failed
from grader.proof.generic import ON_CUDA, Generic, generics
from grader.proof.record import Finding, Outcome
from grader.proof.trees import place, tree_of
from grader.report import Case, Report, Verdict

SHOWS_ON = "Shows on:"  # begins a line of a wrong's docstring: the devices that it is wrong on
IGNORES = "ignores_"
# Verdicts that blame the suite or the wrong itself, so that nothing is proven.
_ACCIDENTS = (Verdict.FAULT, Verdict.MISSING)


def check_wrongs(desk: Desk) -> Iterator[Finding]:
    """Listed wrongs that are not caught, or only by an accident."""
    from grader.suite.reference import as_submission, sentence

    exercise = desk.exercise
    broken = [path for path in exercise.wrongs if not _loads(desk, path)]
    for path in broken:
        name = place(exercise, path)
        yield Finding("wrong", f"{name} does not run behind the reference, so it proves nothing")
    if broken:
        return  # naming a mistake loads them all
    texts = [
        Text(place(exercise, path), as_submission(exercise.reference, path))
        for path in exercise.wrongs
    ]
    reports = _reports(desk, "wrongs", texts)
    for path, report in zip(exercise.wrongs, reports, strict=True):
        name, case = place(exercise, path), failed(report)
        outcome = _outcome(desk, path, case)
        desk.keep("wrong", name, outcome, report, _cause(case, sentence(path)))
        yield from _listed(name, outcome, case, report)


def check_generics(desk: Desk) -> Iterator[Finding]:
    """Generic wrongs that are not caught and not excused, and excuses that nothing needs."""
    exercise = desk.exercise
    reference = exercise.reference.read_text("utf-8")
    wrongs = list(generics(exercise, cuda={"cuda", "simulated"} & {*desk.devices} != set()))
    texts = [Text(wrong.name, wrong.text(reference)) for wrong in wrongs]
    reports = _reports(desk, "generic wrongs", texts, keep=_may_act, ruled=False, naming=False)
    excuses = exercise.settings.generic or {}
    used: set[str] = set()
    for wrong, report in zip(wrongs, reports, strict=True):
        excuse, case = wrong.excused_by(excuses), failed(report)
        outcome = _generic_outcome(wrong, report, bool(excuse))
        if outcome is Outcome.EXCUSED:
            used.add(excuse)
        desk.keep("generic", wrong.name, outcome, report)
        yield from _generic(wrong, outcome, case)
    for name in excuses:
        if name not in used:
            yield Finding(
                "generic",
                f"generic={{{name!r}: ...}} excuses nothing",
                "no such wrong passes",
                "drop it from pytestmark",
            )


def _may_act(text: Text, report: Report) -> bool:
    """Whether a generic wrong changed an answer in a case, or may do so on another device."""
    return _acted(text, report) or any(text.name.endswith(f".{name}") for name in ON_CUDA)


def _acted(text: Text, report: Report) -> bool:
    """Whether a generic wrong changed an answer in a case; an ignored parameter always counts."""
    from grader.proof.changes import MARK

    return MARK in report.prints or f".{IGNORES}" in text.name


def _reports(
    desk: Desk,
    what: str,
    texts: Sequence[Text],
    keep: Callable[[Text, Report], bool] = lambda text, report: True,
    **terms: Any,
) -> list[Report]:
    """Each text's report, up to its first case that does not pass.

    Over one seed, the quick cases first; those that pass, and that ``keep`` wants, over all seeds
    of a check, then on all devices.
    """
    draws = desk.exercise.settings.seeds
    steps: list[tuple[int, str, tuple[str, ...]]] = [(1, "cpu", desk.quick)] if desk.quick else []
    steps += [(1, "cpu", ())] + ([(draws, "cpu", ())] if draws > 1 else [])
    steps += [(1, "auto", ())] if desk.devices != ["cpu"] else []
    reports: dict[int, Report] = {}
    waiting = list(range(len(texts)))
    for draws, device, only in steps:
        chosen = [texts[i] for i in waiting]
        found = desk.reports(
            what, chosen, draws=draws, device=device, first=True, only=only, **terms
        )
        reports |= dict(zip(waiting, found, strict=True))
        passing = [i for i in waiting if failed(reports[i]) is None]
        # What changed nothing in the quick cases may still do so in the slow ones.
        unmet = bool(only) and not desk.fast
        waiting = [i for i in passing if unmet or keep(texts[i], reports[i])]
    return [reports[i] for i in range(len(texts))]


# --------------------------------------------------------------------------- listed


def _loads(desk: Desk, path: Path) -> bool:
    from grader.suite.reference import Reference

    try:
        Reference(desk.exercise.reference, path)
    except Exception:
        return False
    return True


def _outcome(desk: Desk, path: Path, case: Case | None) -> Outcome:
    if case is not None:
        return Outcome.BROKEN if case.verdict in _ACCIDENTS else Outcome.CAUGHT
    shows = shows_on(path)
    return Outcome.NOT_HERE if shows and not shows & set(desk.devices) else Outcome.NOT_CAUGHT


def shows_on(path: Path) -> set[str]:
    """The devices that a wrong is wrong on, where its docstring says so."""
    docstring = ast.get_docstring(tree_of(path)) or ""
    for line in docstring.splitlines():
        if line.startswith(SHOWS_ON):
            return set(line.removeprefix(SHOWS_ON).replace(",", " ").rstrip(". ").split())
    return set()


def _cause(case: Case | None, sentence: str) -> str:
    """Whose sentence the learner would read: own, other or none; empty where nothing failed."""
    if case is None:
        return ""
    named = case.failure.cause if case.failure else ""
    return "none" if not named else "own" if named == sentence else "other"


def _listed(name: str, outcome: Outcome, case: Case | None, report: Report) -> Iterator[Finding]:
    if outcome is Outcome.NOT_CAUGHT:
        yield Finding(
            "wrong",
            f"{name} is not caught",
            f"every case passed on {' and '.join(d.name for d in report.devices if d.ran)}",
            f"write a case that fails it; if it is wrong on a GPU alone, a line '{SHOWS_ON} cuda, "
            "simulated' in its docstring says so",
        )
    elif outcome is Outcome.BROKEN and case is not None and case.verdict is Verdict.FAULT:
        yield suite_failed(name, case)
    elif outcome is Outcome.BROKEN:
        yield Finding("wrong", f"{name} does not run, so it proves nothing", about(case))


# --------------------------------------------------------------------------- generic


def _generic_outcome(wrong: Generic, report: Report, excused: bool) -> Outcome:
    case = failed(report)
    if case is not None:
        return Outcome.BROKEN if case.verdict in _ACCIDENTS else Outcome.CAUGHT
    if not _acted(Text(wrong.name, ""), report):
        return Outcome.NO_EFFECT
    return Outcome.EXCUSED if excused else Outcome.NOT_CAUGHT


def _generic(wrong: Generic, outcome: Outcome, case: Case | None) -> Iterator[Finding]:
    words = f"{wrong.entry} that {wrong.change.replace('_', ' ')}"
    if outcome is Outcome.NOT_CAUGHT:
        parameter = wrong.change.startswith(IGNORES)
        yield Finding(
            "generic",
            f"{words} is not caught",
            "no case needs another value than its default" if parameter else "every case passed",
            f'write a case that fails it; if it is right here, generic={{"{wrong.name}": "why"}} '
            "in pytestmark says so",
        )
    elif outcome is Outcome.BROKEN and case is not None:
        yield suite_failed(words, case)
