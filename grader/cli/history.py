"""`learn history`: every version of a file that was ever checked or kept."""

from __future__ import annotations

import json

import click

from grader.cli.place import name_argument, place
from grader.cli.screen import Screen, when
from grader.progress.store import digest
from grader.progress.texts import as_text
from grader.versions.files import present
from grader.versions.history import Version, versions


@click.command("history", short_help="Show every version of your answer to an exercise.")
@name_argument()
@click.option("--json", "as_json", is_flag=True, help="Print the versions as JSON.")
def command(name: str | None, as_json: bool) -> int:
    """Show every version of your file that was checked or kept, with what came of it."""
    here = place()
    exercise = here.exercise(name)
    file = here.file(exercise)
    found = versions(here.events(exercise.slug))
    mine = present(file.path, file.shown)
    now = "" if mine is None else digest(as_text(mine))
    if as_json:
        click.echo(json.dumps([_row(version, now) for version in found], indent=2))
        return 0
    screen = Screen()
    screen.line(f"{exercise.number} {exercise.title}", "strong")
    screen.line()
    for version in found:
        here_now = "   (in your file now)" if version.digest == now else ""
        style = "good" if version.passed else ""
        screen.row(
            (f"  @{version.number:<4} {when(version.at)}   ", ""),
            text=version.outcome + here_now,
            style=style,
        )
    _foot(screen, exercise.number, found, now)
    screen.show()
    return 0


def _row(version: Version, now: str) -> dict[str, object]:
    return {
        "version": version.number,
        "at": version.at,
        "outcome": version.outcome,
        "passed": version.passed,
        "digest": version.digest,
        "in_file": version.digest == now,
    }


def _foot(screen: Screen, number: str, found: list[Version], now: str) -> None:
    if not found:
        screen.line("  no version was checked or kept yet")
        screen.line()
        screen.next(f"learn check {number}", "keeps one")
        return
    if now and all(version.digest != now for version in found):
        screen.line("  what is in your file now is none of these; a check keeps it")
    others = [version for version in found if version.digest != now]
    if others:
        screen.line()
        screen.next(f"learn restore {number}@{others[-1].number}", "puts it back into your file")
        screen.next(f"learn diff {number}@{others[-1].number}", "shows what you changed since")
