"""`learn show`: what a learner's own answer can do, apart from grading."""

from __future__ import annotations

import contextlib
import math
import os
import random
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.catalog import Course, Exercise, bundled_course
from grader.cli.place import exercise_names
from grader.cli.waiting import Waiting
from grader.errors import UsageError
from grader.render.clean import clean, clean_record
from grader.render.failure import add_failure
from grader.render.layout import Page, wrap
from grader.render.look import look_of
from grader.shows.curve import Curve, draw
from grader.shows.loaded import Loaded, NotShown, ready
from grader.shows.plot import check_plot, write_plot
from grader.shows.stage import SHOWS, WITH_CURVE, Told, refuse_without_show, show_of
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from rich.progress import Progress

STEPS = 600


@click.command("show", short_help="See what your answer to 25 or 32 can do.")
@click.argument("name", required=False, metavar="[EXERCISE]", shell_complete=exercise_names)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Show this file instead.")
@click.option(
    "--steps", type=click.IntRange(1, 1_000_000), default=STEPS, show_default=True,
    help="Train for so many steps.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Draw from this seed again.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the loss curve of 32 to an .svg or .png file.",
)  # fmt: skip
@click.option("--plain", is_flag=True, help="No colour and no progress bar.")
def command(
    name: str | None,
    file: Path | None,
    steps: int,
    seed: int | None,
    plot: Path | None,
    plain: bool,
) -> int:
    """See what your answer can do; nothing is graded.

    25 invents emoji names from your table of pairs; 32 trains your GPT on Python's own manual, lets
    it write and recite, and draws its loss curve. Your file runs here as if you had started it.
    """
    course = bundled_course()
    exercise, path, shown = _chosen(course, name, file)
    refuse_without_show(exercise)
    if plot is not None:
        if exercise.slug not in WITH_CURVE:
            raise UsageError(f"{exercise.number} draws no curve", "--plot goes with 32")
        check_plot(plot)
    seed = random.SystemRandom().randrange(10_000) if seed is None else seed
    which = exercise.number + (f" --file {shlex.quote(shown)}" if path is file else "")
    stage = Screen(plain, f"{exercise.number} {exercise.title}", shown)
    try:
        handed = ready(exercise, path, shown)
        stage.head()
        with Waiting(plain, "starting PyTorch ..."):
            from grader.worker.preload import import_torch

            import_torch()
            play = show_of(exercise)
        curve = play(Loaded(handed, exercise.number), stage, steps=steps, seed=seed)
    except NotShown as stop:
        stage.stop(stop, which)
        return stop.exit_code
    _write(stage, curve, plot)
    stage.say()
    more = "" if steps == STEPS else f" --steps {steps}"
    stage.say(f"the same again: learn show {which}{more} --seed {seed}")
    return 0


def _chosen(course: Course, name: str | None, file: Path | None) -> tuple[Exercise, Path, str]:
    """The exercise, its file, and the file's name on the screen."""
    if file is not None:
        return course.find(name or file.name), file, str(file)
    if name is None:
        numbers = [slug[:2] for slug in SHOWS]
        raise UsageError("which show?", f"shows: {', '.join(numbers)}", f"learn show {numbers[0]}")
    exercise = course.find(name)
    if name.endswith(".py") and Path(name).exists():
        return exercise, Path(name), name
    refuse_without_show(exercise)  # said first, wherever the learner is
    workspace = find_workspace(course)
    return exercise, workspace.file(exercise), workspace.shown(exercise)


def _write(stage: Screen, curve: Curve | None, plot: Path | None) -> None:
    if plot is None:
        return
    stage.say()
    if curve is None:
        stage.say(f"{plot} was not written: there is no curve")
    else:
        write_plot(curve, plot)
        stage.say(f"the curve is in {plot}")


class Screen:
    """A show's stage on the terminal: text on the output, the progress bar on the error stream."""

    def __init__(self, plain: bool, title: str, shown: str) -> None:
        self._title, self._shown = title, shown
        self._headed = False
        self._gapped = True
        self._look = look_of(sys.stdout, os.environ, plain=plain)
        dumb = plain or os.environ.get("TERM") == "dumb"
        self._bar = sys.stderr.isatty() and not dumb

    def head(self, line: int | None = None) -> None:
        """The first line, once: which exercise, which file, which line of it is to blame."""
        if self._headed:
            return
        self._headed = True
        shown = self._shown if line is None else f"{self._shown}:{line}"
        page = self._page()
        page.items([(self._clean(self._title), "strong"), (self._clean(shown), "")])
        self._print(page)
        self.say()

    def say(self, text: str = "") -> None:
        """A line, broken between words; an empty one only where none stands already."""
        if not text:
            self._gap()
            return
        page = self._page()
        page.row("", self._clean(text))
        self._print(page)

    def quote(self, text: str) -> None:
        """What a model wrote, indented; a line that is too long goes on in the next."""
        page = self._page()
        for line in self._clean(text).split("\n"):
            page.raw("    ", line)
        self._print(page)

    def table(self, rows: Sequence[tuple[str, float]]) -> None:
        """Labels to the left, numbers in a column."""
        room = min(max(len(label) for label, _ in rows), self._look.width - 14)
        for label, number in rows:
            *first, last = wrap(label, room)
            for part in first:
                self.say_raw(f"    {part}")
            self.say_raw(f"    {last:<{room}}   {number:.2f}")

    def chart(self, curve: Curve) -> None:
        """The curve, as wide as the screen but no wider than reads well."""
        for line in draw(curve, self._look.width, self._look.encoding):
            self.say_raw(line)

    def say_raw(self, line: str) -> None:
        """A line as it is."""
        self._gapped = False
        click.echo(line, color=self._look.color)

    def stop(self, stop: NotShown, which: str) -> None:
        """Why there is no show, or no more of it; ``which`` names exercise and file."""
        self.say()
        self.head(stop.failure.line)
        page = self._page()
        add_failure(page, clean_record(stop.failure, self._look.encoding), indent=2)
        page.gap()
        page.row([("again: ", "strong")], f"learn show {which}")
        page.row([("more: ", "strong")], f"learn check {which}")
        self._print(page)

    @contextlib.contextmanager
    def training(self, steps: int) -> Iterator[Told]:
        """A bar on a terminal that is gone afterwards; nothing elsewhere."""
        sys.stdout.flush()
        if not self._bar:
            yield _nobody
            return
        with _progress() as progress:
            bar = progress.add_task("training", total=steps, loss="")

            def told(passes: int, loss: float) -> None:
                latest = "" if math.isnan(loss) else f"loss {loss:.2f}"
                progress.update(bar, completed=min(passes, steps), loss=latest)

            yield told

    def _page(self) -> Page:
        return Page(self._look.width, self._look.color)

    def _clean(self, text: str) -> str:
        return clean(text, self._look.encoding)

    def _gap(self) -> None:
        if not self._gapped:
            click.echo()
        self._gapped = True

    def _print(self, page: Page) -> None:
        self.say_raw(page.text().rstrip("\n"))


def _nobody(passes: int, loss: float) -> None:
    """Tells nobody."""


def _progress() -> Progress:
    """A bar with the steps, the latest loss and the time; the learner's prints go above it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[loss]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=4,
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=True,
    )
