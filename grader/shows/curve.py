"""A loss curve in a terminal: characters alone, within the width. Imports nothing of ours."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

BLOCKS = " ▁▂▃▄▅▆▇█"
FEWEST_COLUMNS = 8
LABEL = 6  # columns for a number of the axis, at least


@dataclass(frozen=True)
class Curve:
    """Losses in their order, and one level to see them against."""

    title: str
    values: tuple[float, ...]
    unit: str = "steps"  # what there is one loss for
    level: float | None = None
    level_name: str = ""

    @property
    def finite(self) -> list[float]:
        """The losses that are numbers."""
        return [value for value in self.values if math.isfinite(value)]


@dataclass(frozen=True)
class Scale:
    """An axis from 0 to ``top`` in ``parts`` even parts with round numbers between them."""

    step: float
    parts: int

    @property
    def top(self) -> float:
        """The number at its end."""
        return self.step * self.parts

    @property
    def labels(self) -> list[str]:
        """The numbers, from 0 on, all with as many decimals."""
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9))
        if not (self.step * 10**decimals + 1e-9) % 1 < 1e-6:
            decimals += 1
        return [f"{self.step * i:.{decimals}f}" for i in range(self.parts + 1)]


def scale(highest: float, most: int = 5) -> Scale:
    """The scale with the most parts, ``most`` at most, that reaches ``highest``."""
    highest = max(highest, 1e-6)
    power = 10.0 ** (math.floor(math.log10(highest)) - 1)
    for factor in (1, 2, 2.5, 5, 10, 20, 25, 50, 100):
        parts = math.ceil(highest / (factor * power) - 1e-9)
        if parts <= most:
            return Scale(factor * power, parts)
    raise AssertionError("100 times the power is more than the highest value")


def means(values: Sequence[float], columns: int) -> list[float]:
    """The values in that many columns: each the mean of the numbers that fall into it, or NaN."""
    out = []
    for column in range(columns):
        first = column * len(values) // columns
        last = max(first + 1, (column + 1) * len(values) // columns)
        numbers = [value for value in values[first:last] if math.isfinite(value)]
        out.append(sum(numbers) / len(numbers) if numbers else math.nan)
    return out


def draw(curve: Curve, width: int = 80, encoding: str = "utf-8") -> list[str]:
    """The curve as lines of at most ``width`` columns, in ASCII where the encoding has no blocks.

    A curve without a number in it is one line that says so.
    """
    finite = curve.finite
    if not finite:
        return ["no curve: none of the losses is a number"]
    bars = _writable(BLOCKS, encoding)
    columns = max(FEWEST_COLUMNS, width - LABEL - 2)
    heights = means(curve.values, columns)
    highest = max(value for value in [*heights, curve.level or 0.0] if math.isfinite(value))
    axis = scale(highest)
    room = max(LABEL, *map(len, axis.labels))
    columns = max(FEWEST_COLUMNS, width - room - 2)
    heights = means(curve.values, columns)
    each = 3 if axis.parts > 3 else 4  # rows between two numbers of the axis
    rows = _area(heights, axis, each) if bars else _line(heights, axis, each)
    _add_level(rows, curve.level, axis, "┄" if bars else "-")
    lines = [*_with_axis(rows, axis, each, room), *_foot(curve, columns, room)]
    for line in _legend(curve, "┄" if bars else "-"):
        lines += textwrap.wrap(line, width, subsequent_indent=" " * 8, drop_whitespace=False)
    return [*textwrap.wrap(curve.title, width), *(line.rstrip() for line in lines)]


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _area(heights: list[float], axis: Scale, each: int) -> list[list[str]]:
    """Rows from the top down, filled below the curve to an eighth of a row."""
    total = axis.parts * each
    eighths = [
        0 if math.isnan(value) else max(1, round(value / axis.top * total * 8)) for value in heights
    ]
    rows = []
    for row in reversed(range(total)):
        rows.append([BLOCKS[min(8, max(0, height - 8 * row))] for height in eighths])
    return rows


def _line(heights: list[float], axis: Scale, each: int) -> list[list[str]]:
    """Rows from the top down, a star where the curve is and in its steep parts."""
    total = axis.parts * each
    rows = [[" "] * len(heights) for _ in range(total)]
    before = None
    for column, value in enumerate(heights):
        if math.isnan(value):
            before = None
            continue
        at = min(total - 1, int(value / axis.top * total))
        others = range(0) if before is None else range(min(at, before + 1), max(at, before - 1))
        for row in (at, *others):
            rows[total - 1 - row][column] = "*"
        before = at
    return rows


def _add_level(rows: list[list[str]], level: float | None, axis: Scale, dash: str) -> None:
    """Dashes at the level, where nothing else is drawn."""
    if level is None:
        return
    row = rows[len(rows) - 1 - min(len(rows) - 1, int(level / axis.top * len(rows)))]
    for column in range(0, len(row), 2):
        if row[column] == " ":
            row[column] = dash


def _with_axis(rows: list[list[str]], axis: Scale, each: int, room: int) -> list[str]:
    """The rows with the axis to their left; a number stands at the upper edge of its row."""
    labels = axis.labels
    lines = []
    for index, row in enumerate(rows):
        number = labels[axis.parts - index // each] if index % each == 0 else ""
        lines.append(f"{number:>{room}} |" + "".join(row))
    return lines


def _foot(curve: Curve, columns: int, room: int) -> list[str]:
    """The axis below, and how many steps there are to its ends."""
    end = f"{len(curve.values):,} {curve.unit}"
    return [f"{0:>{room}} +" + "-" * columns, " " * (room + 2) + "0" + end.rjust(columns - 1)]


def _legend(curve: Curve, dash: str) -> list[str]:
    """What the level is, and how many losses could not be drawn."""
    lines = []
    if curve.level is not None:
        lines.append(f"{' '.join(dash * 3):>6}  {curve.level_name}: {curve.level:.2f}")
    lost = len(curve.values) - len(curve.finite)
    if lost:
        lines.append(f"        {lost:,} of {len(curve.values):,} losses are no numbers")
    return lines
