"""``%%check 03``: grades the cell, then runs it; ``%check 03`` grades the learner's file."""

from __future__ import annotations

import contextlib
import shlex

import click

from grader.catalog import DEVICES
from grader.errors import LearnError, UsageError
from grader.grading.wishes import Wishes
from grader.notebook.calls import cells_of, check, desk, looked_at
from grader.notebook.cells import without_magics
from grader.notebook.gather import Cell, can_hang, can_run, complete
from grader.notebook.kernel import Kernel, find_kernel, kernel, told
from grader.notebook.shown import Outcome
from grader.report import Verdict

_LINE = click.Command(
    "check",
    params=[
        click.Argument(["exercise"], required=False, default=""),
        click.Option(["--only"], multiple=True),
        click.Option(["--seed"], type=click.IntRange(0, 2**31 - 1)),
        click.Option(["--device"], type=click.Choice([*DEVICES, "all", "auto"]), default="auto"),
    ],
    add_help_option=False,
)
NOT_RUN = "the cell was not run in the notebook, where nothing would end it"


def register() -> None:
    """Makes the magics known and starts the grading process, where there is a notebook."""
    here = find_kernel()
    if here is not None:
        here.register(_check, "check")
        with contextlib.suppress(LearnError):  # the first check says it
            desk().process.start()


def load_ipython_extension(shell: object) -> None:
    """For ``%load_ext grader.notebook``."""
    register()


def unload_ipython_extension(shell: object) -> None:
    """For ``%unload_ext grader.notebook``."""
    magics = Kernel(shell).shell.magics_manager.magics
    for kind in ("line", "cell"):
        magics[kind].pop("check", None)


@told
def _check(line: str, cell: str | None = None) -> None:
    """%%check 03 [--only CASE] [--seed N] [--device D]: grades this cell, then runs it."""
    here = kernel()
    name, wishes = _wishes(line)
    if cell is None:
        only, seed, device = wishes.only, wishes.seed, wishes.device
        here.show(check(name, only=only, seed=seed, device=device))
        return
    outcome, runs = grade_cell(here, name, cell, wishes)
    here.show(outcome)
    if runs:
        here.run(cell)


def grade_cell(here: Kernel, name: str, cell: str, wishes: Wishes) -> tuple[Outcome, bool]:
    """What came of a cell, and whether the notebook should run it, too.

    Raises UsageError when there is no such exercise, or nothing in the cell.
    """
    at = desk()
    exercise = at.exercise(name)
    if not cell.strip():
        raise UsageError("the cell is empty", "", f"%%check {exercise.number}    is its first line")
    # The line of the magic is left empty, so that lines keep the numbers they have in the cell.
    cells = cells_of(here)
    this = Cell(cells[-1].number if cells else 0, "\n" + without_magics(cell, here.plain))
    gathered = complete(this, [e.name for e in exercise.entries], cells[:-1], here.names)
    looked = looked_at(at, exercise, gathered, "this cell" if gathered.whole else "this notebook")
    sent = "" if gathered.whole else gathered.text
    outcome = at.grade(looked, f"%%check {exercise.number}", wishes, sent)
    runs = can_run(this.text)
    dies = {case.verdict for case in outcome.report.cases} & {Verdict.TIMEOUT, Verdict.CRASHED}
    if runs and dies and can_hang(this.text):
        return Outcome(outcome.checked, outcome.call, sent, (*outcome.remarks, NOT_RUN)), False
    return outcome, runs


def _wishes(line: str) -> tuple[str, Wishes]:
    """The exercise and the wishes on the magic's line.

    Raises UsageError when it cannot be understood.
    """
    try:
        given = _LINE.make_context("%%check", shlex.split(line)).params
    except (click.ClickException, ValueError) as error:
        told = error.format_message() if isinstance(error, click.ClickException) else str(error)
        raise UsageError(
            f"%%check {line}: {told}", "", "%%check 03 --only example --seed 1"
        ) from None
    return given["exercise"], Wishes(given["device"], given["seed"], tuple(given["only"]))
