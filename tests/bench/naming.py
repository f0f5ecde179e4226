"""How often the mistake is named, and how often rightly: python tests/bench/naming.py [NN ...]

One table over the course's wrongs, their rewrites in another style, changes that anybody could
make (generic), and near misses: right answers with something changed that no wrong describes.
Never asserts: it prints. With ``-v`` every answer that was not named truly is listed.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.catalog import Course, Exercise, bundled_course
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Report, Submission, Verdict
from grader.submission import Handed

HERE = Path(__file__).resolve().parent
PARTS = ("wrongs", "rewrites", "generic", "near misses")
RULED = ("wrongs", "rewrites")
WISHES = Wishes(device="cpu", policy="graded")
COLUMNS = ("true", "none", "false", "passed", "no name")
# A case that ends in one of these has no numbers to name a mistake by.
NUMBERLESS = (Verdict.TIMEOUT, Verdict.CRASHED, Verdict.MISSING)

# Changes to a right answer's numbers, and what may be said of each because it is the truth.
CHANGES: dict[str, tuple[str, str]] = {
    "wave": ("t + 0.01 * (1 + t.abs().max()) * wave(t)", "$never"),
    "scaled": ("t * 1.01", "exactly 1.01 times"),
    "last_one": ("bumped(t)", "only the last|off by the same 0.5|only the first entry"),
}
GENERIC = {
    "flips_the_sign": "sign turned",
    "doubles": "exactly (2|4) times",  # what calls itself doubles twice
    "times_n": "exactly .* times",
    "over_n": "exactly .* times",
    "transposes": "transposed|axes|another order|flipped|rolled",
    "returns_zeros": "is 0|only",
    "rounds_to_half": "passed through (b?float16)",
}
WRAPPER = """

import functools as _functools
import torch as _torch


def _wave(t):
    return _torch.sin(1.7 * _torch.arange(t.numel(), dtype=t.dtype) + 0.3).reshape(t.shape)


def _bumped(t):
    flat = t.reshape(-1).clone()
    flat[-1] = flat[-1] + 0.5
    return flat.reshape(t.shape)


def _changed(value, bumped=_bumped, wave=_wave):
    if isinstance(value, _torch.Tensor) and value.is_floating_point() and value.numel():
        t = value
        return FORMULA
    if type(value) in (list, tuple):
        return type(value)(_changed(item) for item in value)
    return value


def _wrapped(function):
    @_functools.wraps(function)
    def wrapper(*args, **kwargs):
        return _changed(function(*args, **kwargs))

    return wrapper


ENTRY = _wrapped(ENTRY)
"""


@dataclass(frozen=True)
class Try:
    """An answer to hand in, and which sentences about it would be true."""

    part: str
    exercise: str
    name: str
    text: str
    true: Callable[[str], bool]


def first_line(path: Path) -> str:
    """The first line of a file's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0].strip()


def wrongs(exercise: Exercise) -> Iterator[Try]:
    """Every wrong as it lies in the course, handed in."""
    reference = exercise.reference.read_text("utf-8")
    for path in exercise.wrongs:
        text = f"{reference}\n\n{path.read_text('utf-8')}"
        yield Try("wrongs", exercise.slug, path.stem, text, first_line(path).__eq__)


def rewrites(exercise: Exercise) -> Iterator[Try]:
    """The same mistakes in other words; a rewrite is called like its wrong."""
    reference = exercise.reference.read_text("utf-8")
    for path in sorted((HERE / "rewrites" / exercise.slug).glob("*.py")):
        sentence = first_line(exercise.root / "tests" / "wrong" / exercise.slug / path.name)
        text = f"{reference}\n\n{path.read_text('utf-8')}"
        yield Try("rewrites", exercise.slug, path.stem, text, sentence.__eq__)


def generic(exercise: Exercise) -> Iterator[Try]:
    """Changes of the reference that need no thought of the exercise.

    A wrong's sentence is no false name here: it is shown because that wrong gives the same answers.
    """
    from grader.proof.generic import generics

    reference = exercise.reference.read_text("utf-8")
    listed = {first_line(path) for path in exercise.wrongs}
    for change in generics(exercise):
        pattern = GENERIC.get(change.change)
        if pattern is not None:

            def true(said: str, pattern: str = pattern) -> bool:
                return said in listed or bool(re.search(pattern, said))

            yield Try("generic", exercise.slug, change.name, change.text(reference), true)


def near_misses(exercise: Exercise) -> Iterator[Try]:
    """Every right answer with one of the changes, and wrong ones that are like no listed wrong."""
    functions = [entry.name for entry in exercise.entries if not entry.is_class]
    changes = itertools.cycle(CHANGES.items())
    for path, entry in itertools.product(exercise.rights, functions):
        name, (formula, may) = next(changes)
        wrapper = WRAPPER.replace("FORMULA", formula).replace("ENTRY", entry)
        text = path.read_text("utf-8") + wrapper
        label = f"{path.stem}/{entry}/{name}"
        yield Try("near misses", exercise.slug, label, text, _says(may))
    reference = exercise.reference.read_text("utf-8")
    for path in sorted((HERE / "near_misses" / exercise.slug).glob("*.py")):
        own = path.read_text("utf-8")
        found = re.search(r"^May say: (.*)$", own, re.MULTILINE)
        may = found.group(1) if found else "$never"
        yield Try("near misses", exercise.slug, path.stem, f"{reference}\n\n{own}", _says(may))


def _says(pattern: str) -> Callable[[str], bool]:
    return lambda said: bool(re.search(pattern, said))


MAKERS = {"wrongs": wrongs, "rewrites": rewrites, "generic": generic, "near misses": near_misses}


def outcome(tried: Try, report: Report, twins: set[frozenset[str]]) -> tuple[str, str]:
    """The column that it counts in, and what was said."""
    case = report.first_failure
    said = case.failure.cause if case and case.failure else ""
    if case is None:
        return "passed", ""
    if said:
        family = frozenset((said, tried.name)) in twins
        return ("true" if tried.true(said) or family else "false"), said
    failure = case.failure
    ruled = failure is not None and failure.rationale.startswith("by hand")
    if case.verdict in NUMBERLESS or ruled:
        return "no name", failure.rationale if failure else ""
    return "none", failure.rationale if failure else ""


def twins_of(exercise: Exercise, named: dict[str, str]) -> set[frozenset[str]]:
    """Pairs of a sentence and a wrong that is named by it while its owner is named by itself.

    Their answers are the same in every case of the suite: one family, one sentence.
    """
    sentences = {first_line(path): path.stem for path in exercise.wrongs}
    return {
        frozenset((said, stem))
        for stem, said in named.items()
        if said in sentences and named.get(sentences[said]) == said
    }


def measure(
    course: Course, numbers: list[str], parts: list[str], verbose: bool
) -> Counter[tuple[str, str]]:
    """Counts of parts and columns."""
    counts: Counter[tuple[str, str]] = Counter()
    with Grader(course) as grader:
        from grader.proof.trial import trial  # its imports are for after the workers' template

        for exercise in course.exercises:
            if numbers and exercise.number not in numbers:
                continue
            tries = [t for part in parts for t in MAKERS[part](exercise)]
            handed = [
                Handed(t.text, Submission(t.name, hashlib.sha256(t.text.encode()).hexdigest()))
                for t in tries
            ]
            # The rules hold for what a learner would write, not for what wraps an answer here.
            reports = []
            for ruled in (True, False):
                some = [h for t, h in zip(tries, handed, strict=True) if (t.part in RULED) == ruled]
                terms = trial(exercise, exercise.settings.seeds, ruled=ruled)
                reports += grader.check_all(terms, some, WISHES) if some else []
            tries.sort(key=lambda t: t.part not in RULED)
            named = {
                t.name: report.first_failure.failure.cause
                for t, report in zip(tries, reports, strict=True)
                if t.part == "wrongs" and report.first_failure and report.first_failure.failure
            }
            twins = twins_of(exercise, named)
            for tried, report in zip(tries, reports, strict=True):
                column, said = outcome(tried, report, twins)
                counts[tried.part, column] += 1
                if column == "false" or (verbose and column != "true"):
                    print(
                        f"{exercise.number} {tried.part}: {tried.name}: {column}: {said}",
                        flush=True,
                    )
            print(f"{exercise.number} done", flush=True)
    return counts


def table(counts: Counter[tuple[str, str]]) -> str:
    """The counts, a line a part."""
    lines = [f"{'':14}" + "".join(f"{column:>9}" for column in COLUMNS) + f"{'named':>9}"]
    for part in PARTS:
        row = [counts[part, column] for column in COLUMNS]
        tried = sum(row[:3])
        if sum(row):
            share = f"{100 * row[0] / tried:8.1f}%" if tried else ""
            lines.append(f"{part:14}" + "".join(f"{number:9}" for number in row) + share)
    return "\n".join(lines)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", help="of exercises; all if none is given")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; repeatable")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    parts = options.part or list(PARTS)
    counts = measure(bundled_course(), options.numbers, parts, options.verbose)
    print()
    print("true: named rightly; none: nothing said; false: a wrong name; passed: caught on no CPU;")
    print(
        "no name: timed out, broke a rule, or could not be run; named: true of true + none + false"
    )
    print(table(counts))


if __name__ == "__main__":
    main()
