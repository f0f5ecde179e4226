"""`learn dev`: for authors of exercises."""

from __future__ import annotations

import json
import sys

import click

from grader.catalog import Course, Exercise, bundled_course


@click.group("dev", short_help="For authors of exercises.")
def command() -> None:
    """For authors of exercises."""


@command.command("check", short_help="Prove exercises with right and wrong answers.")
@click.argument("names", nargs=-1, metavar="[EXERCISE]...")
@click.option("--json", "as_json", is_flag=True, help="Print everything found out as JSON.")
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=20, show_default=True,
    help="Seeds that the reference has to pass.",
)  # fmt: skip
@click.option("--fast", is_flag=True, help="Fewer seeds for exercises that train.")
@click.option("-v", "--verbose", is_flag=True, help="Name the case that catches each wrong.")
def check(names: tuple[str, ...], as_json: bool, seeds: int, fast: bool, verbose: bool) -> int:
    """Prove exercises: files in order, stub untouched, right answers pass, wrong ones are caught.

    All of them without a name. Exit 0 when nothing was found, else 1.
    """
    from grader.grading.grader import Grader
    from grader.proof.proving import Proving
    from grader.proof.screen import as_data, block, summary

    course = bundled_course()
    exercises = _chosen(course, names)
    proofs = []
    with Progress(as_json) as progress, Grader(course) as grader:
        for exercise in exercises:
            proof = Proving(grader, exercise, seeds, fast, progress.of(exercise)).prove()
            proofs.append(proof)
            progress.clear()
            if not as_json:
                click.echo(block(proof, every=verbose or len(names) == 1))
    click.echo(json.dumps(as_data(proofs), indent=1) if as_json else summary(proofs))
    return 0 if all(proof.ok for proof in proofs) else 1


def _chosen(course: Course, names: tuple[str, ...]) -> list[Exercise]:
    if not names:
        return course.exercises
    found = {exercise.slug: exercise for exercise in map(course.find, names)}
    return list(found.values())


class Progress:
    """One line on a terminal that says what is being done; nothing elsewhere.

    Args:
        quiet: show nothing.
    """

    def __init__(self, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()

    def of(self, exercise: Exercise) -> "Progress.Of":
        """What is told about one exercise."""
        return Progress.Of(self, exercise.slug)

    def say(self, text: str) -> None:
        """Replaces the line."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{text[:79]}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away."""
        self.say("")
