"""A class as a table for a spreadsheet: a row a student, two columns an exercise, the total.

A cell of points stays empty where they are not known; the column beside it says why. A text that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

from grader.class_report import ClassReport, StudentReport
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings

_FORMULA = ("=", "+", "-", "@")


def render(report: ClassReport, _: Settings = SETTINGS) -> Iterator[File]:
    """One file."""
    yield "", _lines(report)


def _lines(report: ClassReport) -> Iterator[str]:
    columns = ["student", "name", "email", *(f"{name} id" for name in report.platforms)]
    for head in report.exercises:
        columns += [head.slug, f"{head.slug} verdict"]
    yield _line([*columns, "total", "of", "open"])
    for student in report.students:
        yield _line(_cells(report, student))


def _cells(report: ClassReport, one: StudentReport) -> list[str]:
    student, total = one.student, one.total
    texts = [student.id, student.name, student.email, *map(student.id_of, report.platforms)]
    cells = [plain(text) for text in texts]
    for mark in one.marks:
        cells += [number(mark.credit), mark.verdict.value]
    return [*cells, number(total.credit), number(total.worth), " ".join(total.open)]


def plain(text: str) -> str:
    """The text on one line, and so that no spreadsheet works it out."""
    text = "".join(char if char.isprintable() else " " for char in text)
    # Some spreadsheets pass over spaces in front, and some take the wide signs of East Asia too.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in _FORMULA else text


def number(value: float | None) -> str:
    """A number with at most four decimals; empty where there is none."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


FORMAT = ClassFormat(render)
