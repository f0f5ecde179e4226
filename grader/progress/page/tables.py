"""The page's lists and tables; their bars repeat what their words say."""

from __future__ import annotations

from html import escape

from grader.progress.standing import Status
from grader.progress.summary import Row, Stretch, Summary, in_words

MOST = 10  # places where one got stuck


def tiles(summary: Summary) -> str:
    """The numbers that sum everything up, as a list of descriptions."""
    whole = summary.whole
    at_once = sum(row.standing.attempts == 1 for row in whole.rows if row.status is Status.PASSED)
    devices = sorted({name for row in whole.rows for name in row.standing.devices})
    passed = [
        (name, sum(r.standing.devices.get(name, False) for r in whole.rows)) for name in devices
    ]
    numbers = [
        ("time spent, at least", in_words(whole.seconds)),
        ("days in a row", f"{summary.streak}"),
        ("days in a row, the longest", f"{summary.longest}"),
        ("attempts", f"{sum(row.standing.attempts for row in whole.rows)}"),
        ("passed at the first attempt", f"{at_once}"),
        ("hints used", f"{sum(row.standing.hints for row in whole.rows)}"),
        *((f"passed on {name}", f"{count}") for name, count in passed),
    ]
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>\n" for name, value in numbers
    )


def parts(summary: Summary) -> str:
    """The parts, each with a tile an exercise: its number, and its status in a word."""
    return "".join(map(_part, summary.parts))


def _part(part: Stretch) -> str:
    time = f", {in_words(part.seconds)}" if part.seconds else ""
    items = "".join(map(_tile, part.rows))
    return (
        f'<div class="part"><div><h3>{escape(part.title)}</h3>'
        f"<p>{part.passed} of {len(part.rows)} passed{time}</p></div>\n<ol>\n{items}</ol></div>\n"
    )


def _tile(row: Row) -> str:
    words = f"{row.number} {row.title}: {row.status.value}{_attempts(row)}"
    return (
        f'<li class="{row.status.value}" title="{escape(words)}"><span aria-hidden="true">'
        f"{row.number}<small>{row.status.value}</small></span>"
        f"{_aloud(words)}</li>\n"
    )


def _attempts(row: Row) -> str:
    count = row.standing.attempts
    return f", {count} attempt{'' if count == 1 else 's'}" if count else ""


def _aloud(words: str) -> str:
    """Text for a screen reader alone."""
    return f'<span class="aloud">{escape(words)}</span>'


def attempts(summary: Summary) -> str:
    """A row for each exercise that was tried, its attempts as a bar."""
    rows = [row for row in summary.rows if row.standing.attempts]
    if not rows:
        return '<p class="none">Nothing has been tried yet: <code>learn check</code> begins.</p>\n'
    most = max(row.standing.attempts for row in rows)
    body = "".join(_row(row, most) for row in rows)
    return (
        '<table><thead><tr><th scope="col">Exercise</th><th scope="col">Attempts</th>'
        '<th scope="col">Status</th><th scope="col" class="number wide">Hints</th>'
        '<th scope="col" class="number wide">Time</th>'
        f"</tr></thead><tbody>\n{body}</tbody></table>\n"
    )


def _row(row: Row, most: int) -> str:
    standing, status = row.standing, row.status.value
    share = 100 * standing.attempts / most
    return (
        f'<tr><th scope="row">{row.number} {escape(row.title)}</th>'
        f'<td class="meter"><div><b>{standing.attempts}</b><i aria-hidden="true">'
        f'<span class="{status}" style="width: {share:.0f}%"></span></i></div></td>'
        f'<td><span class="word {status}">{status}</span></td>'
        f'<td class="number wide">{standing.hints}</td>'
        f'<td class="number wide">{in_words(row.seconds) if row.seconds else "-"}</td></tr>\n'
    )


def stuck(summary: Summary) -> str:
    """The cases that failed again and again, the worst first."""
    if not summary.stuck:
        return '<p class="none">Nowhere so far: no case failed three times.</p>\n'
    items = "".join(
        f"<li><b>{escape(it.case)}</b> in {it.slug[:2]} {escape(it.title)} failed {it.fails} times"
        f"{', passed since' if it.passed else f'; <code>learn hint {it.slug[:2]}</code> may help'}"
        "</li>\n"
        for it in summary.stuck[:MOST]
    )
    return f'<ul class="stuck">\n{items}</ul>\n'
