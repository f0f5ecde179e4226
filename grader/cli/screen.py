"""What a command prints: rows that fit the screen, in colour where the stream takes it."""

from __future__ import annotations

import os
import sys

import click

from grader.render.clean import cell_width, clean
from grader.render.layout import Page, Span, paint
from grader.render.look import Look, look_of


class Screen:
    """The output of one command, printed by `show`.

    Args:
        plain: no colour whatever the stream.
    """

    def __init__(self, plain: bool = False) -> None:
        self.look: Look = look_of(sys.stdout, os.environ, plain=plain)
        self._page = Page(self.look.width, self.look.color)
        self._printed = False

    def line(self, text: str = "", style: str = "") -> None:
        """A sentence, broken where the screen ends."""
        if text:
            self._page.row("", clean(text, self.look.encoding), style)
        elif self._printed and not self._page.text():
            click.echo()
        else:
            self._page.gap()

    def row(self, *cells: Span, text: str = "", style: str = "") -> None:
        """Cells side by side, then a text that is broken under itself."""
        head = [(clean(cell, self.look.encoding), its) for cell, its in cells]
        text = clean(text, self.look.encoding)
        if not text or sum(cell_width(cell) for cell, _ in head) <= self._page.width // 2:
            self._page.row(head, text, style)
            return
        for cell, its in head:  # a long path leaves no column beside it
            self._page.row("", cell.strip(), its)
        self._page.row("    ", text, style)

    def next(self, command: str, what: str) -> None:
        """A command that may come next, and what it does."""
        self.row((f"{command}    ", "strong"), text=what)

    def code(self, lines: list[str], styles: list[str] | None = None) -> None:
        """Lines of a file as they are: the terminal breaks a long one, so that it can be copied."""
        self.show()
        self._printed = True
        for number, line in enumerate(lines):
            shown = clean(line, self.look.encoding).replace("\n", " ")
            style = styles[number] if styles else ""
            click.echo(paint(shown, style, self.look.color), color=self.look.color)

    def python(self, text: str) -> None:
        """A file of Python, in colour where the stream takes it."""
        text = clean(text, self.look.encoding).rstrip("\n")
        if not self.look.color:
            self.code(text.split("\n"))
            return
        from grader.render.highlight import highlighted  # rich, for a screen in colour alone

        self.show()
        self._printed = True
        for line in highlighted(text):
            click.echo(line, color=True)

    def show(self) -> None:
        """Prints what was added since."""
        text = self._page.text()
        click.echo(text, nl=False, color=self.look.color)
        self._printed = self._printed or bool(text)
        self._page = Page(self.look.width, self.look.color)


def styles_of(lines: list[str]) -> list[str]:
    """The colours of a unified diff's lines."""
    kinds = {"+++": "strong", "---": "strong", "@@ ": "quiet"}
    return [kinds.get(x[:3], {"+": "good", "-": "bad"}.get(x[:1], "")) for x in lines]


def when(at: float) -> str:
    """A moment in local time, to the minute."""
    from datetime import datetime

    return datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M")


def asked(question: str, yes: bool, otherwise: str) -> bool:
    """Whether the learner agrees; asks on a terminal only.

    Args:
        question: without its mark.
        yes: they agreed on the command line.
        otherwise: the command that agrees, for where nobody can be asked.

    Raises UsageError where nobody can be asked.
    """
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from grader.errors import UsageError

        raise UsageError(f"{question}?", "there is nobody to ask here", otherwise)
    return click.confirm(question)
