"""`learn again`: an exercise once more, on inputs that nobody has seen."""

from __future__ import annotations

import click

from grader.catalog import DEVICES
from grader.cli.check import check_and_show
from grader.cli.place import name_argument, place
from grader.cli.reset import reset
from grader.cli.screen import Screen
from grader.grading.wishes import Wishes


@click.command("again", short_help="Repeat an exercise with fresh inputs; your pass is kept.")
@name_argument()
@click.option("--anew", is_flag=True, help="Put the stub back first; your version is kept.")
@click.option(
    "--device", type=click.Choice([*DEVICES, "all", "auto"]), default="auto",
    help="Where to run; auto takes what is here.",
)  # fmt: skip
@click.option("--plain", is_flag=True, help="No colour.")
def command(name: str | None, anew: bool, device: str, plain: bool) -> int:
    """Repeat an exercise with fresh inputs: every seed is a new one, so sizes and values are too.

    A pass that you have is kept, whatever comes of it. With --anew you write the answer once more
    from the stub.
    """
    here = place()
    exercise = here.exercise(name)
    if anew:
        code = reset(here, [exercise.slug])
        screen = Screen(plain)
        screen.next(f"learn again {exercise.number}", "checks what you write; your pass is kept")
        screen.show()
        return code
    file = here.file(exercise)
    chosen = (exercise, file.path, file.shown)
    wishes = Wishes(device=device, fresh=True)
    return check_and_show(here.course, chosen, wishes, plain, again=True).report.exit_code
