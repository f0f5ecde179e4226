"""Moodle's CSV, filled in: the offline worksheet of an assignment, or the export of the gradebook.

The worksheet knows a student as "Participant 12345"; its grade is the total, and an empty comment
says what it is made of. The gradebook knows the ID number, the username or the address; a column is
an exercise's where it is called as one, and the total goes where the caller says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.class_report import ClassReport, ExerciseHead, Student, StudentReport
from grader.errors import UsageError
from grader.render.class_ags import comment
from grader.render.class_csv import plain as plain_cell
from grader.render.class_format import SETTINGS, ClassFormat, File, Settings
from grader.render.filling import TOTAL, Values, amount, columns_of, filled, grades, plain
from grader.render.sheet import Sheet, read_sheet

IDS = {
    "id number": "id number",
    "idnumber": "id number",
    "username": "username",
    "email address": "email",
    "email": "email",
}
OPTION = '--column "Grade" says where the total goes'
_PARTICIPANT = re.compile(r"\D+(\d{1,20})")


@dataclass(frozen=True)
class _Layout:
    """Where things stand in a file; None where it has no such column."""

    ids: dict[int, str]  # what each identifying column holds
    participant: int | None
    most: int | None  # "Maximum grade"
    comment: int | None
    columns: dict[int, str]


def render(report: ClassReport, settings: Settings = SETTINGS) -> Iterator[File]:
    """The export, filled in."""
    sheet, layout = _read(report.exercises, settings)

    def identity(row: int) -> dict[str, str]:
        return _identity(sheet, layout, row)

    def cells(student: StudentReport, row: int) -> Values:
        most = None if layout.most is None else amount(sheet.value(row, layout.most))
        found = grades(student, row, layout.columns, lambda _: most)
        if found and layout.comment is not None and not sheet.value(row, layout.comment).strip():
            found[row, layout.comment] = plain_cell(comment(student).replace("\n", "; "))
        return found

    yield "", filled(report, sheet, 1, identity, _keys, cells, settings.tell)


def _keys(student: Student) -> list[tuple[str, str]]:
    participant = student.id_of("moodle")
    if participant:  # their own id is the participant's, and no other one
        return [("participant", participant), ("email", student.email)]
    number = student.id_of("id number") or student.id_of("idnumber") or student.id
    user = student.id_of("username") or student.id
    return [("id number", number), ("username", user), ("email", student.email)]


def _identity(sheet: Sheet, layout: _Layout, row: int) -> dict[str, str]:
    keys = {name: sheet.value(row, column) for column, name in layout.ids.items()}
    if layout.participant is not None:
        found = _PARTICIPANT.fullmatch(sheet.value(row, layout.participant).strip())
        keys["participant"] = found[1] if found else ""
    return keys


def _read(heads: tuple[ExerciseHead, ...], settings: Settings) -> tuple[Sheet, _Layout]:
    assert settings.fill is not None
    sheet = read_sheet(settings.fill)
    header = [plain(cell.value) for cell in sheet.rows[0]]
    ids = {column: IDS[name] for column, name in enumerate(header) if name in IDS}
    participant = _participant(sheet, header)
    if participant is None and not ids:
        raise UsageError(
            f"{settings.fill} is no export of Moodle",
            "it has neither Identifier nor ID number, Username or Email address",
            "in Moodle: Download grading worksheet, or Grades, Export, Plain text file",
        )
    most, comments = (_find(header, name) for name in ("maximum grade", "feedback comments"))
    known = {*ids, participant, most, comments}
    titles = {
        column: cell.value for column, cell in enumerate(sheet.rows[0]) if column not in known
    }
    column = _find(header, "grade")
    if participant is not None and column is not None and not settings.column:
        columns = {column: TOTAL}
    else:
        columns = columns_of(titles, heads, settings.column, str(settings.fill), OPTION)
    return sheet, _Layout(ids, participant, most, comments, columns)


def _find(header: list[str], name: str) -> int | None:
    return header.index(name) if name in header else None


def _participant(sheet: Sheet, header: list[str]) -> int | None:
    """The worksheet's column of participants: the first one where it is in another language."""
    if "identifier" in header:
        return header.index("identifier")
    cells = [sheet.value(row, 0).strip() for row in range(1, len(sheet.rows))]
    return 0 if cells and all(map(_PARTICIPANT.fullmatch, cells)) else None


def _check(heads: tuple[ExerciseHead, ...], settings: Settings) -> None:
    _read(heads, settings)


FORMAT = ClassFormat(render, fills=True, check=_check)
