"""A table that was exported as CSV, filled in: what is not filled in keeps its every byte.

A spreadsheet library would read the cells and write the file anew, with its own quotes and line
ends. Here each cell knows where it stands in the text, and a new one is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError

MOST_BYTES = 64 << 20
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Cell:
    """What a cell says, and from where to where it stands in the text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Sheet:
    """The cells of a file, row by row; empty lines are no rows."""

    text: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    def value(self, row: int, column: int) -> str:
        """What a cell says; nothing where the row ends before it."""
        cells = self.rows[row]
        return cells[column].value if column < len(cells) else ""

    def filled(self, values: dict[tuple[int, int], str]) -> Iterator[str]:
        """The text with some cells replaced, by row and column."""
        done, last, width = 0, -1, 0
        for (row, column), value in sorted(values.items()):
            cells = self.rows[row]
            if row != last:
                last, width = row, len(cells)
            short = max(column - width + 1, 0)  # cells that the row lacks
            width += short
            place = cells[column].start if column < len(cells) else cells[-1].end
            yield self.text[done:place] + self.delimiter * short
            yield _written(value, self.delimiter)
            done = cells[column].end if column < len(cells) else place
        yield self.text[done:]


def read_sheet(path: Path) -> Sheet:
    """The table in a file.

    Raises UsageError when it cannot be read, or is no CSV in UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read", str(error.strerror)) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text", "", "export it anew as CSV") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} has more than {MOST_BYTES >> 20} MiB")
    return parse(text, str(path))


def parse(text: str, shown: str) -> Sheet:
    """The table in a text.

    Raises UsageError when a quoted cell has no end.
    """
    start = 1 if text.startswith("\ufeff") else 0
    delimiter = _delimiter(text, start, shown)
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    while start <= len(text):
        cell = _cell(text, start, delimiter, shown)
        row.append(cell)
        start = cell.end + 1
        if text[cell.end : start] != delimiter:
            if len(row) > 1 or cell.value:
                rows.append(tuple(row))
            row = []
    return Sheet(text, delimiter, tuple(rows))


def _delimiter(text: str, start: int, shown: str) -> str:
    """The sign that the first row has most of, outside of quotes."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for char in text[start:]:
        if char == '"':
            quoted = not quoted
        elif char in "\r\n" and not quoted:
            break
        elif char in counts and not quoted:
            counts[char] += 1
    if not any(counts.values()):
        raise UsageError(f"{shown} is no table", "its first line has a single column")
    return max(_DELIMITERS, key=counts.__getitem__)


def _cell(text: str, start: int, delimiter: str, shown: str) -> Cell:
    if text[start : start + 1] != '"':
        end = start
        while end < len(text) and text[end] != delimiter and text[end] not in "\r\n":
            end += 1
        return Cell(text[start:end], start, end)
    end = start + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            line = text.count("\n", 0, start) + 1
            raise UsageError(f"{shown} line {line}: a quoted cell has no end")
        if text[end + 1 : end + 2] != '"':
            break
        end += 2
    value = text[start + 1 : end].replace('""', '"')
    end += 1
    while end < len(text) and text[end] != delimiter and text[end] not in "\r\n":
        value += text[end]  # what stands after the quote belongs to the cell, as for csv
        end += 1
    return Cell(value, start, end)


def _written(value: str, delimiter: str) -> str:
    """A cell as CSV writes it."""
    if any(char in value for char in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value
