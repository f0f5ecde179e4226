"""`learn watch`: a check at every save."""

from __future__ import annotations

import click

from grader.cli.place import name_argument, place


@click.command("watch", short_help="Check at every save.")
@name_argument()
@click.option("--auto-next", is_flag=True, help="Move on by itself after a pass.")
@click.option("--poll", is_flag=True, help="Read the file over and over, for network drives.")
@click.option("--edit-cmd", "editor", default="", metavar="CMD",
              help="Open each exercise with this command.")  # fmt: skip
@click.option("--plain", is_flag=True, help="No colour.")
def command(name: str | None, auto_next: bool, poll: bool, editor: str, plain: bool) -> int:
    """Check your answer at every save, from the exercise you are at or the one you name.

    The keys are at the bottom of the screen.
    """
    from grader.watch.start import Wanted, watch

    here = place()
    wanted = Wanted(auto_next, poll, editor, plain)
    return watch(here.course, here.workspace, here.exercise(name), wanted)
