"""`learn check`: grades a learner's answers and prints the screen or the JSON."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from grader.catalog import DEVICES, Course, Exercise, bundled_course
from grader.cli.progress import Waiting
from grader.cli.telling import draw, telling_options, told
from grader.errors import UsageError
from grader.grading.at_once import without_running
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.report import Failure, Report, Submission
from grader.submission import Handed, Unreadable, first_look, read, with_earlier
from grader.workspace import find_workspace


@click.command("check", short_help="Grade your answer to an exercise.")
@click.argument("names", nargs=-1, metavar="[EXERCISE]...")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Grade this file instead.")
@click.option("--all", "every", is_flag=True, help="Grade all exercises.")
@click.option(
    "--device", type=click.Choice([*DEVICES, "all", "auto"]), default="auto",
    help="Where to run; auto takes what is here.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw the inputs from this seed.")
@click.option("--only", multiple=True, metavar="CASE", help="Run this case alone; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--plain", is_flag=True, help="No colour.")
@telling_options
def command(
    names: tuple[str, ...],
    file: Path | None,
    every: bool,
    device: str,
    seed: int | None,
    only: tuple[str, ...],
    as_json: bool,
    plain: bool,
    policy: str,
    plot: Path | None,
) -> int:
    """Grade your answer to an exercise.

    03, matmul, 03_matmul and a path all name the same one.
    """
    course = bundled_course()
    chosen = _chosen(course, names, file, every)
    wishes = Wishes(device=device, seed=seed, only=only)
    reports = told(_reports(course, chosen, wishes, plain or as_json), policy)
    draw(plot, reports)
    if as_json:
        _print_json(reports)
    else:
        for report in reports:
            show(course, report, plain=plain, brief=len(reports) > 1)
    return max(report.exit_code for report in reports)


def _chosen(
    course: Course, names: tuple[str, ...], file: Path | None, every: bool
) -> list[tuple[Exercise, Path, str]]:
    """The exercises to grade, each with its file and the name to show for it."""
    if every and (names or file):
        raise UsageError("--all goes without a name and without --file")
    if file is not None:
        if len(names) > 1:
            raise UsageError(
                "--file goes with one exercise", f"there are {len(names)}: {' '.join(names)}"
            )
        return [(course.find(names[0] if names else file.name), file, str(file))]
    if not names and not every:
        raise UsageError("which exercise?", "", "learn check 03    (learn list shows all)")
    exercises = course.exercises if every else [course.find(name) for name in names]
    chosen = []
    for exercise, name in zip(exercises, names or [""] * len(exercises), strict=True):
        if name.endswith(".py") and Path(name).exists():
            chosen.append((exercise, Path(name), name))
        else:
            workspace = find_workspace(course)
            chosen.append((exercise, workspace.file(exercise), workspace.shown(exercise)))
    return chosen


def _reports(
    course: Course, chosen: list[tuple[Exercise, Path, str]], wishes: Wishes, quiet: bool
) -> list[Report]:
    """One report a file; torch is imported only if one of them has to be run."""
    reports: dict[int, Report] = {}
    looks = [_look(*each) for each in chosen]
    if any(failure is None for _, _, failure in looks):
        with Waiting(quiet), Grader(course, lean=True) as grader:
            for number, (exercise, handed, failure) in enumerate(looks):
                if failure is None:
                    reports[number] = grader.check(exercise, handed, wishes)
    # Only now: these open the suites, of which the workers' template may not know.
    for number, (exercise, handed, failure) in enumerate(looks):
        if failure is not None:
            reports[number] = without_running(exercise, handed, failure, wishes)
    return [reports[number] for number in range(len(chosen))]


def _look(exercise: Exercise, path: Path, shown: str) -> tuple[Exercise, Handed, Failure | None]:
    """The submission, and why it cannot be run if its file or its text says so."""
    try:
        handed = with_earlier(read(path, shown), path.parent, exercise)
    except Unreadable as error:
        help = "; ".join(line for line in (error.found, error.next_step) if line)
        return exercise, Handed("", Submission(shown, "")), Failure(error.what, help)
    return exercise, handed, first_look(handed.text, shown, exercise)


def _print_json(reports: list[Report]) -> None:
    from grader.render import render_json

    if len(reports) == 1:
        click.echo(render_json(reports[0]))
    else:
        click.echo("[" + ",\n".join(render_json(report) for report in reports) + "]")


def show(course: Course, report: Report, *, plain: bool = False, brief: bool = False) -> None:
    """Prints a report as a screen, or as one line where there are many."""
    from grader.render import Extras, look_of, render_terminal

    look = look_of(sys.stdout, os.environ, plain=plain)
    exercise = course.find(report.exercise)
    if brief:
        word = "passed" if report.passed else "not passed"
        points = f"{report.points:g} of {report.possible:g} points"
        click.echo(f"{exercise.number} {report.title:<40.40} {word:<11} {points}")
        return
    extras = Extras(
        again=_again(report, exercise),
        hint_line="" if report.passed else f"learn hint {exercise.number}",
        next_line=_next(course, exercise) if report.passed else "",
    )
    text = render_terminal(
        report, width=look.width, color=look.color, extras=extras, encoding=look.encoding
    )
    click.echo(text.rstrip("\n"), color=look.color)


def _again(report: Report, exercise: Exercise) -> str:
    """The command that repeats the failure with its numbers."""
    case = report.first_failure
    if case is None or case.seed is None:
        return f"learn check {exercise.number}"
    name = case.id.removeprefix("test_").replace("_", "-")  # one word: nothing to quote or to wrap
    return f"learn check {exercise.number} --only {name} --seed {case.seed}"


def _next(course: Course, exercise: Exercise) -> str:
    """The exercise after this one, as a line."""
    following = [e for e in course.exercises if e.slug > exercise.slug]
    if not following:
        return "that was the last one"
    return f"{following[0].number} {following[0].title}    exercises/{following[0].slug}.py"
