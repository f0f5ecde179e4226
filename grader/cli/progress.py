"""`learn progress`: what the attempts add up to, as a screen, JSON or a page; export and import."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from grader.cli.place import Place, place
from grader.errors import UsageError
from grader.progress.summary import Summary
from grader.whole import write_whole


@click.group(
    "progress",
    invoke_without_command=True,
    short_help="See how far you are; carry it to another machine.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write it as a page with charts.",
)  # fmt: skip
@click.option("--plain", is_flag=True, help="No colour.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, page: Path | None, plain: bool) -> int:
    """See how far you are: parts, days in a row, time, attempts, where you got stuck."""
    if ctx.invoked_subcommand is not None:
        return 0
    here = place()
    summary = _summary(here)
    if page is not None:
        from datetime import date

        from grader.progress.page import page_of

        write(page, [page_of(summary, date.today())])
    if as_json:
        from grader.progress.record import record_of

        click.echo(json.dumps(record_of(summary), indent=2))
    elif page is not None:
        click.echo(f"written: {page}")
    else:
        from grader.cli.progress_screen import show_summary

        show_summary(here, summary, plain)
    return 0


@command.command("export", short_help="Write everything as JSON Lines.")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def export_command(file: Path | None) -> int:
    """Write everything that was kept, with texts and reports, to FILE, or to the output."""
    from grader.progress.exchange import export_lines
    from grader.progress.kept import store_of

    here = place()
    if not store_of(here.workspace.root).exists():
        raise UsageError(
            "there is nothing to export", f"{store_of(here.workspace.root)} is not there"
        )
    with here.progress() as progress:
        lines = export_lines(progress)
        if file is None:
            for line in lines:
                click.echo(line)
            return 0
        write(file, (line + "\n" for line in lines))
    click.echo(f"written: {file}")
    return 0


@command.command("import", short_help="Add what another machine exported.")
@click.argument("file", type=click.Path(path_type=Path))
def import_command(file: Path) -> int:
    """Add what FILE holds (- is the input); what is here already stays as it is."""
    from grader.progress.exchange import import_lines

    here = place()
    lines = list(_lines(file))
    with here.progress() as progress:
        done = import_lines(progress, lines, "the input" if str(file) == "-" else str(file))
    click.echo(f"imported: {done.new} new events; {done.known} were here already")
    done_now, total = here.way().passed
    click.echo(f"{done_now} of {total} passed")
    return 0


def _summary(here: Place) -> Summary:
    from grader.parts import parts_of
    from grader.progress.kept import events_of
    from grader.progress.summary import summary

    return summary(parts_of(here.course), events_of(here.workspace.root))


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file, or of the input. Raises UsageError when they are no text."""
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read", str(error.strerror)) from None
    try:
        return iter(data.decode("utf-8-sig").split("\n"))  # splitlines knows more kinds of ends
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{file} is no UTF-8 text", f"line {line} holds the byte 0x{data[error.start]:02x}"
        ) from None


def write(file: Path, pieces: Iterable[str]) -> None:
    """Writes a file whole or not at all, in the place of one that is there.

    Raises UsageError when it cannot be written.
    """
    try:
        write_whole(file, (piece.encode() for piece in pieces))
    except OSError as error:
        raise UsageError(f"{file} cannot be written", str(error.strerror)) from None
