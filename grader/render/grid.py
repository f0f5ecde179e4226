"""Small matrices side by side, with a star at each entry of the learner's that differs."""

from __future__ import annotations

from collections.abc import Sequence

from grader.render.clean import cell_width, one_line
from grader.render.layout import Page, Span, shorten
from grader.report import Grid

GOT = "got (* differs)"
EXPECTED = "expected"
BETWEEN = 4  # columns between the two matrices
WIDEST_ENTRY = 24
MOST_LISTED = 6

Block = list[list[Span]]  # a matrix as lines of spans, all of one width


def add_grid(page: Page, grid: Grid, indent: int) -> None:
    """Add the matrices side by side, else one above the other, else their first differences."""
    got = _block(grid.got, grid.differs, "bad")
    expected = _block(grid.expected, (), "")
    room = page.width - indent
    widths = max(_width(got), len(GOT)), max(_width(expected), len(EXPECTED))
    if sum(widths) + BETWEEN <= room:
        _add_beside(page, got, expected, indent)
    elif max(widths) <= room:
        _add_above(page, got, expected, indent)
    else:
        _add_list(page, grid, indent)


def _block(rows: Sequence[Sequence[str]], differs: Sequence[Sequence[bool]], style: str) -> Block:
    """The entries right-aligned in columns, the differing ones starred and styled."""
    texts = [[shorten(entry, WIDEST_ENTRY) for entry in row] for row in rows]
    columns = max(map(len, texts), default=0)
    widths = [max(cell_width(r[j]) for r in texts if j < len(r)) for j in range(columns)]
    block: Block = []
    for i, row in enumerate(texts):
        line: list[Span] = []
        for j, entry in enumerate(row):
            star = i < len(differs) and j < len(differs[i]) and differs[i][j]
            gap = " " * (widths[j] - cell_width(entry) + (2 if j else 0))
            mark = ("*" if star else " ") if differs else ""
            line += [(gap, ""), (entry + mark, style if star else "")]
        block.append(line)
    return block


def _width(block: Block) -> int:
    return max((sum(cell_width(text) for text, _ in line) for line in block), default=0)


def _add_beside(page: Page, got: Block, expected: Block, indent: int) -> None:
    width = max(_width(got), len(GOT))
    left = " " * indent
    filler = " " * (width - len(GOT) + BETWEEN)
    page.spans([(left + GOT + filler + EXPECTED, "quiet")])
    for mine, theirs in zip(got, expected, strict=False):
        filler = " " * (width - _width([mine]) + BETWEEN)
        page.spans([(left, ""), *mine, (filler, ""), *theirs])


def _add_above(page: Page, got: Block, expected: Block, indent: int) -> None:
    left = " " * indent
    for name, block in ((GOT, got), (EXPECTED, expected)):
        page.spans([(left + name, "quiet")])
        for line in block:
            page.spans([(left, ""), *line])


def _add_list(page: Page, grid: Grid, indent: int) -> None:
    """Name the first entries that differ, for matrices too wide for the screen."""
    found = [
        f"[{i}, {j}]: got {one_line(mine, 60)}, expected {one_line(theirs, 60)}"
        for i, rows in enumerate(zip(grid.got, grid.expected, grid.differs, strict=False))
        for j, (mine, theirs, star) in enumerate(zip(*rows, strict=False))
        if star
    ]
    for line in found[:MOST_LISTED]:
        page.row(" " * indent, line, "bad", hang=2)
    if len(found) > MOST_LISTED:
        page.row(" " * indent, f"({len(found) - MOST_LISTED} more differ)")
