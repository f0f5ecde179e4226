"""Lines that fit: wrapping by terminal columns, hanging indents, and a few colours."""

from __future__ import annotations

from collections.abc import Iterable

from grader.render.clean import cell_width, cells

NARROWEST = 40  # a narrower screen gets lines of this width

# Colour repeats what the words say already; a style that is not here is no style.
STYLES = {
    "good": "32",
    "bad": "1;31",
    "cause": "1;33",
    "ours": "35",
    "quiet": "2",
    "strong": "1",
}

Span = tuple[str, str]  # a piece of text and its style, "" for none


def paint(text: str, style: str, color: bool) -> str:
    """The text in its colour, or as it is."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if color and style and text.strip() else text


def chop(text: str, width: int) -> list[str]:
    """The text in pieces of at most ``width`` columns, spaces kept; at least one piece."""
    pieces: list[str] = []
    start = used = 0
    for index, char in enumerate(text):
        if used + cells(char) > width:
            pieces.append(text[start:index])
            start, used = index, 0
        used += cells(char)
    return [*pieces, text[start:]]


def wrap(text: str, width: int) -> list[str]:
    """The text broken between words, within a word only where it is too long."""
    if "\n" not in text and cell_width(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = chop(word, width)
        lines += full
    return [*lines, line]


def shorten(text: str, width: int) -> str:
    """The text on one line of at most ``width`` columns, with three dots where it was cut."""
    line = " ".join(text.split())
    if cell_width(line) <= width:
        return line
    kept = chop(line, width - 3)[0]
    words, space, _ = kept.rpartition(" ")
    return (words if space and cell_width(words) > width // 2 else kept.rstrip()) + "..."


def pad(text: str, width: int) -> str:
    """The text followed by spaces up to ``width`` columns."""
    return text + " " * (width - cell_width(text))


def counted(number: int, noun: str) -> str:
    """``1 case``, ``2 cases``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Page:
    """A screen in the making: rows go in, text within the width comes out."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = max(width, NARROWEST)
        self.color = color
        self._lines: list[str] = []

    def row(self, head: str | Iterable[Span], text: str, style: str = "", *, hang: int = 0) -> None:
        """Add text behind a head; later lines start under the text, ``hang`` columns further."""
        spans = [(head, "")] if isinstance(head, str) else list(head)
        indent = sum(cell_width(piece) for piece, _ in spans)
        lines = wrap(text, self.width - indent)
        if len(lines) > 1 and hang:
            lines = [lines[0], *wrap(" ".join(lines[1:]), self.width - indent - hang)]
        self.spans([*spans, (lines[0], style)])
        for line in lines[1:]:
            self.spans([(" " * (indent + hang), ""), (line, style)])

    def raw(self, head: str, text: str, style: str = "") -> None:
        """Add text whose spaces matter; every line of it gets the head."""
        for piece in chop(text, self.width - cell_width(head)):
            self.spans([(head, ""), (piece, style)])

    def items(self, items: Iterable[Span], *, indent: int = 0, hang: int = 2) -> None:
        """Add short texts side by side, three spaces apart, as many on a line as fit."""
        line: list[Span] = []
        used = indent
        for text, style in items:
            gap = "   " if line else " " * indent
            if line and used + len(gap) + cell_width(text) > self.width:
                self.spans(line)
                line, gap = [], " " * (indent + hang)
            if cell_width(text) > self.width - len(gap):
                self.row(gap, text, style)
                line = []
                continue
            line += [(gap, ""), (text, style)]
            used = sum(cell_width(piece) for piece, _ in line)
        if line:
            self.spans(line)

    def spans(self, spans: Iterable[Span]) -> None:
        """Add one line that is known to fit."""
        pieces = [(text, style) for text, style in spans if text]
        while pieces and not pieces[-1][0].strip():
            pieces.pop()
        if pieces:
            pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
        self._lines.append("".join(paint(text, style, self.color) for text, style in pieces))

    def gap(self) -> None:
        """Add an empty line, never two in a row and never at the top."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The whole screen, ending in one newline."""
        text = "\n".join(self._lines).rstrip("\n")
        return f"{text}\n" if text else ""
