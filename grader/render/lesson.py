"""An exercise's lesson as a screen: the docstring's paragraphs, lists, code and warnings.

The docstring is plain text under few rules: what is indented by four is code or a table, except
what begins with ``You may read elsewhere``; ``- `` begins an item; ``>>>`` begins the examples.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from grader.render.clean import cell_width, clean
from grader.render.layout import Page, wrap

ELSEWHERE = "You may read elsewhere"
_ITEM = re.compile(r"( *)(- |\d+\. )(.*)")
_TABLE = re.compile(r"( *\S.*?\S? {2,})(\S.*)")  # a word, a gap, what it means


def render_lesson(
    text: str,
    head: tuple[str, ...],
    *,
    width: int = 80,
    color: bool = False,
    encoding: str = "utf-8",
) -> str:
    """The lesson as text with no line wider than ``width`` columns (40 at least).

    Args:
        text: the stub's docstring.
        head: the lines above it: the title, then what is known of the exercise.
        width: in columns.
        color: whether escape codes for colours may be used.
        encoding: the stream's; what it cannot write becomes a backslash escape.
    """
    page = Page(width, color)
    page.row("", clean(head[0], encoding), "strong")
    for line in head[1:]:
        page.row("", clean(line, encoding), "quiet")
    page.gap()
    blocks = list(_blocks(clean(text, encoding)))
    for number, block in enumerate(blocks[1:], 1):
        if block[0].startswith(">>>") and not blocks[number - 1][0].startswith(">>>"):
            page.row("", "Examples", "strong")
        _add(page, block)
        page.gap()
    return page.text()


def _blocks(text: str) -> Iterator[list[str]]:
    """The parts between empty lines."""
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []


def _add(page: Page, block: list[str]) -> None:
    if block[0].startswith(">>>"):
        _add_code(page, block, session=True)
    elif all(line.startswith("    ") for line in block):
        inner = textwrap.dedent("\n".join(block)).split("\n")
        if inner[0].startswith(ELSEWHERE):
            _add_box(page, " ".join(inner))
        elif _is_python("\n".join(inner)):
            _add_code(page, inner)
        else:
            _add_lines(page, inner, "    ")
    else:
        _add_lines(page, block, "")


def _is_python(text: str) -> bool:
    """Whether a block is code: a table or a formula in words is not."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _add_box(page: Page, text: str) -> None:
    """A warning, with a bar at its left that needs no special characters."""
    bar = "  | "
    rest = text.removeprefix(ELSEWHERE)
    first, *more = wrap(ELSEWHERE + rest, page.width - len(bar))
    known = len(ELSEWHERE) if first.startswith(ELSEWHERE) else 0
    page.spans([(bar, "cause"), (first[:known], "cause"), (first[known:], "")])
    for line in more:
        page.spans([(bar, "cause"), (line, "")])


def _add_code(page: Page, lines: list[str], session: bool = False) -> None:
    indent = "    "
    room = page.width - len(indent)
    if page.color and all(cell_width(line) <= room for line in lines):
        from grader.render.highlight import highlighted

        lines = highlighted("\n".join(lines), session)
        for line in lines:
            page.spans([(indent + line, "")])
        return
    for line in lines:
        code = line.lstrip()
        if cell_width(line) <= room:
            page.spans([(indent + line, "")])
        else:
            depth = min(len(line) - len(code), room // 2)
            page.row(indent + " " * depth, code, hang=4)


def _add_lines(page: Page, block: list[str], indent: str) -> None:
    """Paragraphs and items are broken anew for this width, tables keep their columns."""
    longest = max(len(line) for line in block)
    pieces: list[tuple[str, str]] = []  # head, text
    for number, line in enumerate(block):
        item, table = _ITEM.fullmatch(line), _TABLE.fullmatch(line)
        depth = len(line) - len(line.lstrip())
        if item:
            pieces.append((item[1] + item[2], item[3]))
        elif pieces and depth and pieces[-1][0].strip() and depth >= len(pieces[-1][0]):
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]} {line.strip()}")
        elif depth or (table and indent):
            pieces.append((table[1], table[2]) if table else (line[:depth], line[depth:]))
        elif number and not pieces[-1][0] and _runs_on(block[number - 1], line, longest):
            pieces[-1] = ("", f"{pieces[-1][1]} {line}")
        else:
            pieces.append(("", line))
    for head, text in pieces:
        if cell_width(indent + head + text) <= page.width:
            page.spans([(indent + head + text, "")])  # with all of its columns
        elif len(indent + head) > page.width // 2:  # no room for a column beside it
            page.row(indent, f"{head.strip()}  {text}", hang=4)
        else:
            page.row(indent + head, text)


def _runs_on(before: str, line: str, longest: int) -> bool:
    """Whether a line goes on with the sentence, or was begun anew for the reader's sake."""
    fits = len(before) + 1 + len(line.split(" ", 1)[0]) <= longest
    return not (fits and before.endswith((".", ":", ";", "?", "!")))
