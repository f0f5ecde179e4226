"""`learn dev`: for authors of exercises."""

from __future__ import annotations

import json
import sys

import click

from grader.catalog import DEVICES, Course, Exercise, bundled_course
from grader.errors import Fault
from grader.grading.grader import Grader


@click.group("dev", short_help="For authors of exercises.")
def command() -> None:
    """For authors of exercises."""


@command.command("check", short_help="Prove exercises with right and wrong answers.")
@click.argument("names", nargs=-1, metavar="[EXERCISE]...")
@click.option("--json", "as_json", is_flag=True, help="Print everything found out as JSON.")
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=20, show_default=True,
    help="Seeds that the reference and right answers pass.",
)  # fmt: skip
@click.option(
    "--fast", is_flag=True, help="Fewer seeds for right answers and exercises that train."
)
@click.option("-v", "--verbose", is_flag=True, help="Name the case that catches each wrong.")
@click.option(
    "--device", type=click.Choice([*DEVICES, "simulated", "all", "auto"]), default="auto",
    help="Where right answers have to pass; auto takes what is here.",
)  # fmt: skip
@click.option("--margins", is_flag=True, help="Print how much of its bound each reference uses.")
def check(
    names: tuple[str, ...],
    as_json: bool,
    seeds: int,
    fast: bool,
    verbose: bool,
    device: str,
    margins: bool,
) -> int:
    """Prove exercises: files in order, stub untouched, right answers pass, wrong ones are caught.

    All of them without a name. Exit 0 when nothing was found, else 1.
    """
    course = bundled_course()
    exercises = _chosen(course, names)
    if margins:
        return _margins(course, exercises, "cpu" if device in ("auto", "all") else device)
    proofs = []
    with Grader(course) as grader:
        # The course's secrets are opened only now that the workers' template is made.
        _demand(device)
        from grader.proof.desk import Desk
        from grader.proof.proving import prove
        from grader.proof.screen import as_data, block, summary

        for exercise in exercises:
            line = _Line(exercise.slug, quiet=as_json)
            proof = prove(Desk(grader, exercise, seeds, fast, line.say, device=device))
            proofs.append(proof)
            line.say("")
            if not as_json:
                click.echo(block(proof, every=verbose or len(names) == 1))
    click.echo(json.dumps(as_data(proofs), indent=1) if as_json else summary(proofs))
    return 0 if all(proof.ok for proof in proofs) else 1


def _demand(device: str) -> None:
    """Raises Fault where a device was named that this machine lacks.

    To be asked when the workers' template is made: asking starts a part of CUDA in this process.
    """
    if device in ("cuda", "mps"):
        from grader.suite.devices import describe, present

        if device not in present():
            raise Fault(f"{device} is not here", describe(device), "learn dev check --device cpu")


def _margins(course: Course, exercises: list[Exercise], device: str) -> int:
    with Grader(course) as grader:
        _demand(device)
        from grader.proof.margins import margins_of, table

        found = []
        for exercise in exercises:
            line = _Line(exercise.slug, quiet=False)
            line.say(f"margins on {device}")
            found += margins_of(grader, exercise, device)
            line.say("")
    click.echo(table(found, device))
    return 0 if found else 3


def _chosen(course: Course, names: tuple[str, ...]) -> list[Exercise]:
    """The exercises named, each once; all of them without a name."""
    if not names:
        return course.exercises
    found = {exercise.slug: exercise for exercise in map(course.find, names)}
    return list(found.values())


class _Line:
    """The line of a terminal that says what is being done; nothing in a pipe."""

    def __init__(self, slug: str, quiet: bool) -> None:
        self._slug = slug
        self._shown = not quiet and sys.stderr.isatty()
        self._width = 0

    def say(self, text: str) -> None:
        """Replaces the line; empty takes it away."""
        if self._shown:
            line = f"{self._slug}: {text}"[:79] if text else ""
            sys.stderr.write("\r" + " " * self._width + "\r" + line)
            sys.stderr.flush()
            self._width = len(line)
