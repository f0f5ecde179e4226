"""The page's two drawings, in SVG; each is told in words, and stands as a table below itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from html import escape

from grader.progress.summary import Day, Summary, in_words

WIDTH, HEIGHT = 720, 240  # of the climb
LEFT, RIGHT, TOP, BOTTOM = 36, 14, 14, 30  # its margins
CELL, GAP = 16, 4  # of the calendar
WEEKS = (26, 44)  # at least and at most
LEVELS = (1.0, 15 * 60.0, 30 * 60.0, 60 * 60.0)  # seconds from which a day is of level 1 to 4
WEEKDAYS = ("Mon", "Wed", "Fri")


def climb(summary: Summary, today: date) -> str:
    """The number of exercises passed, day by day."""
    points = _counts(summary)
    if not points:
        return '<p class="none">Nothing is passed yet: the first pass begins the line.</p>\n'
    total, start = len(summary.rows), min(points[0][0], today)
    span = max((today - start).days, 1)

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - start).days / span

    def y(count: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / total

    line, before = f"M{x(start):.1f},{y(0):.1f}", 0
    for day, count in points:
        line += f"H{x(day):.1f}V{y(count):.1f}"
        before = count
    line += f"H{x(today):.1f}"
    dots = "".join(
        f'<circle class="dot" cx="{x(day):.1f}" cy="{y(count):.1f}" r="4.5"/>'
        for day, count in points
    )
    words = f"From {_day(start)} to {_day(today)} the number of passed exercises rose to {before}."
    drawing = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Chart"><svg class="climb"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="climb-t"'
        ' aria-describedby="climb-d"><title id="climb-t">Exercises passed over time</title>'
        f'<desc id="climb-d">{words}</desc>'
        f"{_grid(total, y)}"
        f'<path class="area" d="{line}V{y(0):.1f}H{x(start):.1f}Z"/>'
        f'<path class="steps" d="{line}"/>'
        f'{dots}<text x="{LEFT}" y="{HEIGHT - 8}">{_day(start)}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{_day(today)}</text>'
        "</svg></div>"
    )
    rows = [(_day(day), str(count)) for day, count in points]
    return _figure(drawing, words, table(("Day", "Passed by then"), rows))


def _counts(summary: Summary) -> list[tuple[date, int]]:
    """The days with a first pass, and how many there were by their end."""
    points, count = [], 0
    for day in summary.days:
        if day.passes:
            count += day.passes
            points.append((day.day, count))
    return points


def _grid(total: int, y: Callable[[float], float]) -> str:
    lines = ""
    for count in sorted({0, total // 3, 2 * total // 3, total}):
        at = y(count)
        lines += (
            f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{count}</text>'
        )
    return lines


def calendar(summary: Summary, today: date) -> str:
    """A square for each day of the last weeks, darker (brighter at night) the more was done."""
    if not summary.days:
        return '<p class="none">Nothing has been done yet.</p>\n'
    known = {day.day: day for day in summary.days}
    first = today - timedelta(days=today.weekday())  # this week's Monday
    weeks = (first - summary.days[0].day).days // 7 + 2
    start = first - timedelta(weeks=min(max(weeks, WEEKS[0]), WEEKS[1]) - 1)
    count = (first - start).days // 7 + 1
    width, height = 36 + count * (CELL + GAP), 22 + 7 * (CELL + GAP)
    cells = "".join(_cells(known, start, today))
    days = [day for day in summary.days if start <= day.day <= today]
    words = (
        f"{len(days)} days with work since {_day(start)}, "
        f"{in_words(sum(day.seconds for day in days))} in all."
    )
    drawing = (
        '<div class="scroll" tabindex="0" role="region" aria-label="Calendar">'
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="days-t" aria-describedby="days-d">'
        '<title id="days-t">Time on each day</title>'
        f'<desc id="days-d">{words}</desc>{_heads(start, count)}{cells}</svg></div>'
    )
    rows = [(_day(d.day), in_words(d.seconds), str(d.attempts), str(d.passes)) for d in days]
    heads = ("Day", "Time", "Attempts", "First passes")
    return _figure(drawing, f"{words} {_legend()}", table(heads, rows))


def _heads(start: date, count: int) -> str:
    """Names of weekdays to the left, of months above."""
    heads = ""
    for number, name in zip((0, 2, 4), WEEKDAYS, strict=True):
        heads += f'<text x="0" y="{22 + number * (CELL + GAP) + 13}">{name}</text>'
    last = -9
    for week in range(count):
        day = start + timedelta(weeks=week)
        if day.day <= 7 and week - last > 2:
            last = week
            heads += f'<text x="{36 + week * (CELL + GAP)}" y="12">{day:%b}</text>'
    return heads


def _cells(known: dict[date, Day], start: date, today: date) -> Iterable[str]:
    for number in range((today - start).days + 1):
        day = start + timedelta(days=number)
        entry = known.get(day)
        words = f"{_day(day)}: {in_words(entry.seconds) if entry else 'nothing'}"
        x, y = 36 + number // 7 * (CELL + GAP), 22 + number % 7 * (CELL + GAP)
        yield (
            f'<rect class="l{_level(entry)}" x="{x}" y="{y}" width="{CELL}" height="{CELL}"'
            f' rx="4"><title>{words}</title></rect>'
        )


def _level(day: Day | None) -> int:
    """0 for nothing done, 1 to 4 by the time spent."""
    if day is None:
        return 0
    return max(1, sum(day.seconds >= level for level in LEVELS))


def _legend() -> str:
    boxes = "".join(
        f'<svg width="12" height="12" aria-hidden="true"><rect class="l{level}" width="12"'
        f' height="12" rx="3"/></svg>'
        for level in range(5)
    )
    return f'<span class="legend">nothing {boxes} more than an hour</span>'


def _figure(drawing: str, caption: str, as_table: str) -> str:
    return (
        f"<figure>{drawing}<figcaption>{caption}</figcaption></figure>\n"
        f"<details><summary>The same as a table</summary>{as_table}</details>\n"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A plain table; its texts are escaped here."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = ""
    for first, *rest in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        body += f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>\n'
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
