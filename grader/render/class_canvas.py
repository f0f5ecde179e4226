"""Canvas's gradebook, filled in: the CSV that the instructor exported, to be imported again.

A column is an exercise's where it is called as one (``03_matmul (12345)``); the total goes where
the caller says. Points are those of the column's row "Points Possible"; who is excused stays so. A
student is found by the Canvas id, else by the SIS user id, else by the SIS login.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.class_report import ClassReport, ExerciseHead, Student, StudentReport
from grader.errors import UsageError
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.filling import Values, amount, columns_of, filled, grades, plain
from grader.render.sheet import Sheet, read_sheet

IDS = ("id", "sis user id", "sis login id")
# What the importer leaves out without a word.
DROPPED = re.compile("(final|current) (score|points|grade)|override (score|grade)")
KEPT = ("ex", "n/a")  # excused, not assigned: the instructor's word
OPTION = '--column "Homework 1 (12345)" says where the total goes'


@dataclass(frozen=True)
class _Layout:
    """Where things stand in an export."""

    ids: dict[str, int]  # the number of each identifying column
    titles: dict[int, str]  # of the columns that may take a grade
    points: int | None  # the row of points
    first: int  # the first row of a student


def render(report: ClassReport, settings: Settings = SETTINGS) -> Iterator[File]:
    """The export, filled in."""
    sheet, layout, columns = _read(report.exercises, settings)

    def identity(row: int) -> dict[str, str]:
        return {name: sheet.value(row, column) for name, column in layout.ids.items()}

    def cells(student: StudentReport, row: int) -> Values:
        graded = grades(student, row, columns, lambda column: _most(sheet, layout, column))
        return {
            (row, column): text
            for (row, column), text in graded.items()
            if plain(sheet.value(row, column)) not in KEPT
        }

    yield "", filled(report, sheet, layout.first, identity, _keys, cells, settings.tell)


def _keys(student: Student) -> list[tuple[str, str]]:
    canvas = student.id_of("canvas")
    if canvas:
        return [("id", canvas)]  # their own id is Canvas's, and no other one
    sis = student.id_of("sis user id") or student.id_of("sid") or student.id
    login = student.id_of("sis login id") or student.id
    return [("sis user id", sis), ("sis login id", login), ("sis login id", student.email)]


def _read(
    heads: tuple[ExerciseHead, ...], settings: Settings
) -> tuple[Sheet, _Layout, dict[int, str]]:
    assert settings.fill is not None
    sheet = read_sheet(settings.fill)
    layout = _layout(sheet, settings.fill)
    shown = str(settings.fill)
    columns = columns_of(layout.titles, heads, settings.column, shown, OPTION)
    for column in columns:
        title = layout.titles[column]
        if DROPPED.search(plain(title)):
            raise UsageError(
                f"Canvas drops the column {title!r} when it is imported", "", "give it another name"
            )
    return sheet, layout, columns


def _layout(sheet: Sheet, path: Path) -> _Layout:
    header = [plain(cell.value) for cell in sheet.rows[0]]
    ids = {name: header.index(name) for name in IDS if name in header}
    last = next((n for n, name in enumerate(header) if name.startswith("section")), None)
    if "id" not in ids or last is None:
        raise UsageError(
            f"{path} is no gradebook export of Canvas",
            "its first line has to name ID and Section",
            "in Canvas: Grades, Export, Export Entire Gradebook",
        )
    above = range(1, min(4, len(sheet.rows)))
    points = next((n for n in above if "points possible" in plain(sheet.value(n, 0))), None)
    titles = {
        column: cell.value
        for column, cell in enumerate(sheet.rows[0])
        if column > last and not _is_read_only(sheet, points, column)
    }
    return _Layout(ids, titles, points, 1 if points is None else points + 1)


def _is_read_only(sheet: Sheet, points: int | None, column: int) -> bool:
    return points is not None and "read only" in plain(sheet.value(points, column))


def _most(sheet: Sheet, layout: _Layout, column: int) -> float | None:
    """The points that a column takes; None where the file does not say it."""
    text = "" if layout.points is None else sheet.value(layout.points, column)
    return amount(text)


def _check(heads: tuple[ExerciseHead, ...], settings: Settings) -> None:
    _read(heads, settings)


FORMAT = ClassFormat(render, fills=True, check=_check)
