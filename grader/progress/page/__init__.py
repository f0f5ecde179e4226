"""A learner's progress as one page: no script, nothing loaded, light and dark, read aloud well."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from string import Template

from grader.progress.page.charts import calendar, climb
from grader.progress.page.tables import attempts, parts, stuck, tiles
from grader.progress.summary import Summary

FOLDER = Path(__file__).parent


def page_of(summary: Summary, today: date) -> str:
    """The page, whole and self-contained.

    Args:
        summary: what is shown.
        today: the last day of the charts, or the last one with an event where that is later.
    """
    whole = summary.whole
    if summary.days:  # another machine's clock may be ahead
        today = max(today, summary.days[-1].day)
    template = Template((FOLDER / "page.html").read_text("utf-8"))
    return template.substitute(
        style=(FOLDER / "page.css").read_text("utf-8"),
        today=escape(f"{today.day} {today:%B %Y}"),
        iso=today.isoformat(),
        passed=whole.passed,
        total=len(whole.rows),
        percent=100 * whole.passed // max(len(whole.rows), 1),
        tiles=tiles(summary),
        parts=parts(summary),
        climb=climb(summary, today),
        calendar=calendar(summary, today),
        attempts=attempts(summary),
        stuck=stuck(summary),
    )
