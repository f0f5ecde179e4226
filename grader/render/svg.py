"""The picture of a failure as SVG: expected, yours and the difference as heat maps, or two curves.

Written by hand: three tables of squares need no library. Colours run from blue over white to
orange; every square says its number as a title, so that nothing rests on colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from grader.render.clean import clean_record, one_line
from grader.render.learner import PRACTICE, for_learner
from grader.report import Report

Table = Sequence[Sequence[float]]
GAP = 24
TOP = 58
WIDEST = 260  # of one heat map
LARGEST_SQUARE = 36
CURVE = (720, 320)
INK = "#222222"
COLD, WARM = (38, 100, 171), (214, 106, 20)
YOURS, EXPECTED = "#d66a14", "#2664ab"


def render_svg(report: Report, *, policy: str = PRACTICE) -> str:
    """The drawing of the first case that failed; empty where there is nothing to be drawn.

    Raises:
        UsageError: the policy is unknown.
    """
    report = clean_record(for_learner(report, policy=policy))
    case = report.first_failure
    picture = case.failure.picture if case and case.failure else None
    if case is None or picture is None or not picture.got or not picture.got[0]:
        return ""
    title = one_line(f"{report.exercise}: {case.title} {picture.about}", 200).strip()
    got, expected = _numbers(picture.got), _numbers(picture.expected)
    draw = _curves if picture.kind == "curve" else _maps
    return draw(title, got, expected)


def _numbers(rows: Sequence[Sequence[str]]) -> list[list[float]]:
    return [[_number(text) for text in row] for row in rows]


def _number(text: str) -> float:
    words = {"True": 1.0, "False": 0.0}
    try:
        return words[text] if text in words else float(text)
    except ValueError:
        return math.nan


def _page(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" font-family="sans-serif" '
        f'font-size="13" fill="{INK}">'
    )
    name = escape(title)
    white = f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>'
    heading = _text(GAP, 24, title, 'font-weight="bold"')
    return "\n".join([head, f"<title>{name}</title>", white, heading, *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'


def _maps(title: str, got: Table, expected: Table) -> str:
    difference = [
        [mine - right for mine, right in zip(a, b, strict=False)]
        for a, b in zip(got, expected, strict=False)
    ]
    columns, rows = max(map(len, got)), len(got)
    side = min(LARGEST_SQUARE, WIDEST / columns, WIDEST / rows)
    both = _largest([*got, *expected])
    parts: list[str] = []
    for place, (name, table, most) in enumerate(
        (("expected", expected, both), ("yours", got, both),
         ("yours - expected", difference, _largest(difference)))
    ):  # fmt: skip
        left = GAP + place * (max(columns * side, 130) + GAP)
        parts.append(_text(left, TOP - 8, name))
        parts += _squares(table, left, side, most)
        parts.append(_text(left, TOP + rows * side + 18, f"-{most:.3g} to {most:.3g}"))
    width = GAP + 3 * (max(columns * side, 130) + GAP)
    return _page(title, width, TOP + rows * side + 36, parts)


def _largest(table: Table) -> float:
    sizes = [abs(x) for row in table for x in row if math.isfinite(x)]
    return max(sizes, default=0.0) or 1.0


def _squares(table: Table, left: float, side: float, most: float) -> list[str]:
    found = []
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            x, y = left + j * side, TOP + i * side
            found.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" '
                f'fill="{_color(value, most)}" stroke="#bbbbbb" stroke-width="0.5">'
                f"<title>[{i}, {j}]: {value:.6g}</title></rect>"
            )
            if not math.isfinite(value):
                found.append(_text(x + 2, y + side - 3, f"{value}", 'font-size="9"'))
    return found


def _color(value: float, most: float) -> str:
    """White at 0, blue below, orange above; grey for what is no number."""
    if not math.isfinite(value):
        return "#999999"
    end = WARM if value > 0 else COLD
    part = min(1.0, abs(value) / most)
    red, green, blue = (round(255 + part * (c - 255)) for c in end)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _curves(title: str, got: Table, expected: Table) -> str:
    width, height = CURVE
    values = [x for x in (*got[0], *expected[0]) if math.isfinite(x)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    span = (high - low) or 1.0
    steps = max(len(got[0]), len(expected[0]), 2) - 1

    def points(row: Sequence[float]) -> str:
        return " ".join(
            f"{GAP + 50 + i * (width - 2 * GAP - 50) / steps:.1f},"
            f"{TOP + (high - x) / span * (height - TOP - 40):.1f}"
            for i, x in enumerate(row)
            if math.isfinite(x)
        )

    bottom = height - 40
    parts = [
        f'<polyline points="{points(expected[0])}" fill="none" stroke="{EXPECTED}" '
        'stroke-width="2" stroke-dasharray="6 4"/>',
        f'<polyline points="{points(got[0])}" fill="none" stroke="{YOURS}" stroke-width="2"/>',
        _text(4, TOP + 4, f"{high:.3g}"),
        _text(4, bottom, f"{low:.3g}"),
        _text(GAP + 50, height - 14, f"step 0 to {steps}; yours drawn through, expected dashed"),
    ]
    return _page(title, width, height, parts)
