"""The parts of the table that say whether verdicts are right on the device."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import faults
import load

from grader.catalog import Exercise, bundled_course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Submission, Verdict
from grader.submission import Handed

Say = Callable[[str], None]
CORPUS = Path(__file__).resolve().parents[1] / "bench" / "device_corpus"
FEW = 3  # wrongs of an exercise in a quick run


@dataclass
class Asked:
    """What the table is to be about, and the grader behind it."""

    device: str
    numbers: tuple[str, ...] = ()
    quick: bool = False
    submissions: int = 200
    gpu: str = ""
    grader: Grader = field(init=False)

    def __enter__(self) -> Asked:
        self.grader = Grader(bundled_course())
        return self

    def __exit__(self, *_: object) -> None:
        self.grader.close()

    @property
    def exercises(self) -> Iterator[Exercise]:
        """Those that the suite runs on the device."""
        for exercise in self.grader.course.exercises:
            declared = self.device in exercise.settings.devices
            if declared and (not self.numbers or exercise.number in self.numbers):
                yield exercise

    def reports(
        self,
        exercise: Exercise,
        texts: list[tuple[str, str]],
        device: str,
        first: bool = False,
        share: float = 1.0,
    ) -> list[Report]:
        """The reports on named texts, on one device, of whose memory each has a share."""
        wishes = Wishes(
            device=device, policy="graded", seed=1, first=first, simulated="none", gpu_share=share
        )
        return self.grader.check_all(exercise, [handed(*text) for text in texts], wishes)


def handed(name: str, text: str) -> Handed:
    """A named text as it is handed in."""
    return Handed(text, Submission(name, hashlib.sha256(text.encode()).hexdigest()))


def machine(asked: Asked) -> str | None:
    """What the table was made on; None where the device is not here."""
    import torch

    from grader.suite.devices import present
    from grader.worker.nvml import cards, driver

    if asked.device not in present():
        return None
    asked.gpu = cards()[0].name if asked.device == "cuda" and cards() else ""
    if asked.device == "cpu":
        head = "REHEARSAL on the CPU: no GPU was used, and nothing here is a result about one"
    else:
        count = len(cards())
        head = f"{asked.gpu or asked.device}, {count} of them, driver {driver() or 'unknown'}"
    versions = f"torch {torch.__version__}, CUDA {torch.version.cuda}, Python "
    return f"{head}\n{versions}{platform.python_version()}, {platform.platform(terse=True)}"


def texts_of(exercise: Exercise, quick: bool) -> tuple[list, list, set[str]]:
    """Right texts, wrong ones, and the names of those that show on devices of theirs only."""
    from grader.proof.wrongs import shows_on
    from grader.suite.reference import as_submission

    right = [(p.stem, p.read_text("utf-8")) for p in (exercise.reference, *exercise.rights)]
    paths = exercise.wrongs[:FEW] if quick else exercise.wrongs
    wrong = [(p.stem, as_submission(exercise.reference, p)) for p in paths]
    return right, wrong, {p.stem for p in paths if shows_on(p)}


def answers(asked: Asked, say: Say) -> bool:
    """Every reference, right answer and wrong, with its verdict on the device."""
    good = True
    say(f"{'exercise':<26} {'reference':<11} {'rights':>9} {'wrongs caught':>14}")
    for exercise in asked.exercises:
        right, wrong, elsewhere = texts_of(exercise, asked.quick)
        rights = asked.reports(exercise, right, asked.device)
        wrongs = asked.reports(exercise, wrong, asked.device, first=True)
        passed = [report.passed for report in rights]
        caught = [not report.passed for report in wrongs]
        verdict = "passed" if passed[0] else "NOT PASSED"
        say(f"{exercise.slug:<26} {verdict:<11} {sum(passed[1:]):>4}/{len(passed) - 1:<4} "
            f"{sum(caught):>6}/{len(caught)}")  # fmt: skip
        for (name, _), report in zip(right, rights, strict=True):
            if not report.passed:
                say(f"  right {name}: {_why(report)}")
        for (name, _), ok in zip(wrong, caught, strict=True):
            if not ok:
                spared = asked.device == "cpu" and name in elsewhere
                good = good and spared
                say(f"  wrong {name}: passes" + (" (shows on a GPU alone)" if spared else ""))
        good = good and all(passed)
    return good


def _why(report: Report) -> str:
    case = report.first_failure or next(iter(report.faults), None)
    if case is None:
        return "nothing was run"
    words = case.failure.rationale if case.failure else ""
    return f"{case.title}: {case.verdict.value}: {words}"[:200]


def margins(asked: Asked, say: Say) -> bool:
    """The largest error/bound of every reference."""
    from grader.proof.margins import margins_of, table

    found = []
    for exercise in asked.exercises:
        seeds = 1 if asked.quick else 3
        found += margins_of(asked.grader, exercise, asked.device, seeds)
    say(table(found, asked.device))
    return all(margin.ratio <= 1 for margin in found)


def agreement(asked: Asked, say: Say) -> bool:
    """Case by case, the verdict on the CPU and on the device for every right answer and wrong."""
    same = total = 0
    for exercise in asked.exercises:
        right, wrong, elsewhere = texts_of(exercise, asked.quick)
        texts = right + [(name, text) for name, text in wrong if name not in elsewhere]
        here = asked.reports(exercise, texts, "cpu")
        there = asked.reports(exercise, texts, asked.device)
        for (name, _), a, b in zip(texts, here, there, strict=True):
            verdicts = {case.id: case.verdict for case in a.cases}
            for case in b.cases:
                if Verdict.SKIPPED in (case.verdict, verdicts[case.id]):
                    continue
                total += 1
                same += case.verdict is verdicts[case.id]
                if case.verdict is not verdicts[case.id]:
                    mine, other = verdicts[case.id].value, case.verdict.value
                    say(f"  {exercise.number} {name}, {case.title}: cpu {mine}, device {other}")
    say(f"{same} of {total} verdicts are the same on cpu and {asked.device}")
    return same == total


def corpus(asked: Asked, say: Say) -> bool:
    """The functions of the device check, simulated and on the device."""
    from tried import FINE, MISTAKE, Bench

    good = True
    for kind, wanted in (("right", FINE), ("wrong", MISTAKE)):
        counts = {"simulated": 0, asked.device: 0}
        with Bench(asked.grader.launcher, CORPUS / f"{kind}.py") as bench:
            names = bench.names[: 5 if asked.quick else None]
            for name in names:
                simulated, (real, why) = bench.simulated(name)[0], bench.real(name, asked.device)
                counts["simulated"] += simulated == wanted
                counts[asked.device] += real == wanted
                if asked.device != "cpu" and simulated != real:
                    good = False
                    say(f"  {name}: simulated {simulated}, {asked.device} {real} {why}"[:200])
        told = ", ".join(f"{count} on {where}" for where, count in counts.items())
        say(f"{len(names)} {kind} ones; seen as {wanted}: {told}")
    return good


PARTS: dict[str, Callable[[Asked, Say], bool]] = {
    "answers": answers,
    "margins": margins,
    "agreement": agreement,
    "corpus": corpus,
    "times": load.times,
    "class": load.classroom,
    "faults": faults.faults,
}
