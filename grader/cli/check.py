"""`learn check`: grades a learner's answers and prints the screen or the JSON."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from pathlib import Path

import click

from grader.catalog import DEVICES, Course, Exercise
from grader.cli.course import chosen_course
from grader.cli.main import say
from grader.cli.place import Place, exercise_names
from grader.cli.screen import Screen
from grader.cli.telling import check_plot, draw, telling_options, told
from grader.cli.waiting import Waiting
from grader.errors import UsageError
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.practice import Checked, check, extras_of, look
from grader.progress.events import new_id
from grader.render.terminal import progress_bar
from grader.report import Report
from grader.workspace import find_workspace


@click.command("check", short_help="Grade your answer to an exercise.")
@click.argument("names", nargs=-1, metavar="[EXERCISE]...", shell_complete=exercise_names)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Grade this file instead.")
@click.option("--all", "every", is_flag=True, help="Grade all exercises.")
@click.option(
    "--device", type=click.Choice([*DEVICES, "simulated", "all", "auto"]), default="auto",
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
    """Grade your answer to an exercise, the one you are at if no name is given.

    03, matmul, 03_matmul and a path all name the same one.
    """
    check_plot(plot)
    course = chosen_course()
    chosen = _chosen(course, names, file, every)
    wishes = Wishes(device=device, seed=seed, only=only)
    if as_json:
        done = checks(course, chosen, wishes, quiet=True)
        _print_json([told(checked.report, policy) for checked in done])
        tell_not_kept(done)
    elif len(chosen) == 1:
        done = [check_and_show(course, chosen[0], wishes, plain, policy=policy)]
    else:
        done = checks(course, chosen, wishes, plain)
        _show_many(done)
        tell_not_kept(done)
    draw(plot, [told(checked.report, policy) for checked in done])
    return max(checked.report.exit_code for checked in done)


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
    exercises = course.exercises if every else [course.find(name) for name in names]
    if not exercises:
        exercises = [Place(course, find_workspace(course)).exercise(None)]
    chosen = []
    for exercise, name in zip(exercises, names or [""] * len(exercises), strict=True):
        if name.endswith(".py") and Path(name).exists():
            chosen.append((exercise, Path(name), name))
        else:
            workspace = find_workspace(course)
            chosen.append((exercise, workspace.file(exercise), workspace.shown(exercise)))
    return chosen


def checks(
    course: Course,
    chosen: list[tuple[Exercise, Path, str]],
    wishes: Wishes,
    quiet: bool,
    *,
    again: bool = False,
) -> list[Checked]:
    """One check a file; torch is imported only if one of them has to be run.

    Args:
        course: whose exercises they are.
        chosen: the exercises, each with its file and what messages call it.
        wishes: of the caller.
        quiet: show nothing while waiting.
        again: exercises that were passed before are repeated.
    """
    looks = [look(*each) for each in chosen]
    batch = new_id() if len(looks) > 1 else ""
    checked: dict[int, Checked] = {}
    if any(looked.failure is None for looked in looks):
        with Waiting(quiet), Grader(course, lean=True, eager=True) as grader:
            for number, looked in enumerate(looks):
                if looked.failure is None:
                    checked[number] = check(
                        course, looked, grader, wishes, again=again, batch=batch
                    )
    # Only now: these open the suites, of which the workers' template may not know.
    for number, looked in enumerate(looks):
        if looked.failure is not None:
            checked[number] = check(course, looked, None, wishes, again=again, batch=batch)
    return [checked[number] for number in range(len(looks))]


def _print_json(reports: list[Report]) -> None:
    from grader.render.json_report import render_json

    if len(reports) == 1:
        click.echo(render_json(reports[0]))
    else:
        click.echo("[" + ",\n".join(render_json(report) for report in reports) + "]")


def _show_many(done: list[Checked]) -> None:
    """A line for each check, how many passed now, and how many exercises ever did."""
    for checked in done:
        report = checked.report
        word = "passed" if report.passed else "not passed"
        points = f"{report.points:g} of {report.possible:g} points"
        click.echo(f"{checked.exercise.number} {report.title:<40.40} {word:<11} {points}")
    now = sum(checked.report.passed and not checked.part for checked in done)
    click.echo(f"\n{now} of {len(done)} passed")
    passed = next((checked.passed for checked in reversed(done) if checked.passed), None)
    if passed is not None:
        click.echo(progress_bar(*passed))


def tell_not_kept(checks: list[Checked]) -> None:
    """Says once why attempts were not kept."""
    for line in next((checked.not_kept for checked in checks if checked.not_kept), ()):
        say(line)


def check_and_show(
    course: Course,
    chosen: tuple[Exercise, Path, str],
    wishes: Wishes,
    plain: bool,
    *,
    again: bool = False,
    policy: str = "practice",
) -> Checked:
    """One check and its screen, which is there before the attempt is written down."""
    shown: list[Checked] = []

    def hear(checked: Checked) -> None:
        waiting.close()
        shown.append(checked)
        show(dataclasses.replace(checked, report=told(checked.report, policy)), plain=plain)
        sys.stdout.flush()

    looked = look(*chosen)
    with contextlib.ExitStack() as waiting, contextlib.ExitStack() as stack:
        grader = None
        if looked.failure is None:
            waiting.enter_context(Waiting(plain))
            grader = stack.enter_context(Grader(course, lean=True, eager=True))
        checked = check(course, looked, grader, wishes, again=again, show=hear)
    if checked.not_kept and not shown[0].not_kept:
        screen = Screen(plain)
        for line in checked.not_kept:
            screen.line(line)
        click.echo()
        screen.show()
    return checked


def show(checked: Checked, *, plain: bool = False) -> None:
    """Prints a check as a screen."""
    from grader.render.look import look_of
    from grader.render.terminal import render_terminal

    look = look_of(sys.stdout, os.environ, plain=plain)
    text = render_terminal(
        checked.report,
        width=look.width,
        color=look.color,
        extras=extras_of(checked),
        encoding=look.encoding,
    )
    click.echo(text.rstrip("\n"), color=look.color)
