"""How much of a failure is told, and where it is drawn: options of what shows failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.errors import UsageError
from grader.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])


def telling_options(command: Command) -> Command:
    """Adds ``--policy`` and ``--plot``."""
    plot = click.option(
        "--plot", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.svg",
        help="Draw the first failure: expected, yours and the difference.",
    )  # fmt: skip
    policy = click.option(
        "--policy", type=click.Choice(["practice", "exam"]), default="practice",
        help="exam tells titles, verdicts and your own exceptions only.",
    )  # fmt: skip
    return policy(plot(command))


def told(report: Report, policy: str) -> Report:
    """The report without what the policy keeps secret, before anything shows it."""
    from grader.render.learner import for_learner

    return for_learner(report, policy=policy)


def check_plot(plot: Path | None) -> None:
    """Raises UsageError when the drawing's file is no SVG, before anything is run."""
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"--plot writes SVG, not {plot.name}", "", f"--plot {plot.stem}.svg")


def draw(plot: Path | None, reports: Sequence[Report]) -> None:
    """Writes the drawing of the first failure that has one, where a file is asked for.

    Raises UsageError when the file cannot be written.
    """
    if plot is None:
        return
    from grader.render.svg import render_svg

    drawings = (render_svg(report) for report in reports)
    text = next((drawing for drawing in drawings if drawing), "")
    if not text:
        click.echo("nothing to draw: no failure compares tensors of two or more numbers", err=True)
        return
    try:
        plot.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{plot} cannot be written", str(error.strerror)) from None
    click.echo(f"drawn: {plot}", err=True)
