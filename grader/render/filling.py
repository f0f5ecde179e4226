"""What goes into the cells of an export: which column is which exercise, which row which student.

Students are matched by what identifies them, never by name, and none is added. A cell is filled
only where its number is final; every other keeps what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.class_report import ClassReport, ExerciseHead, Student, StudentReport
from grader.errors import UsageError
from grader.render.class_csv import number
from grader.render.clean import cut, one_line
from grader.render.sheet import Sheet

TOTAL = ""  # stands for the total where a column is asked for
MOST_NAMED = 5

Values = dict[tuple[int, int], str]
"""Texts of cells by row and column."""

Keys = Callable[[Student], Sequence[tuple[str, str]]]
"""What a student may be found by: names of an identifying column and values, the surest first."""


@dataclass
class Rows:
    """The rows of students by what identifies them, and who claims them.

    What two rows share identifies nobody; a row that two students claim is neither's.
    """

    by: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    claims: dict[int, list[str]] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, keys: Mapping[str, str]) -> None:
        """A row, with its identifying cells by column."""
        self.count += 1
        for column, value in keys.items():
            if value.strip():
                self.by.setdefault((column, plain(value)), set()).add(row)

    def find(self, student: Student, keys: Sequence[tuple[str, str]]) -> int | None:
        """The row that a student claims; None where there is none, or several."""
        for column, value in keys:
            rows = self.by.get((column, plain(value)), set()) if value else set()
            if len(rows) == 1:
                (row,) = rows
                self.claims.setdefault(row, []).append(student.id)
                return row
            if rows:
                break
        self.strangers.append(student.id)
        return None

    def told(self) -> Iterator[str]:
        """What the staff should know, in lines."""
        doubted = [id for ids in self.claims.values() if len(ids) > 1 for id in ids]
        found = sum(len(ids) == 1 for ids in self.claims.values())
        yield f"{found} of {self.count} rows have their student in this class"
        if self.strangers:
            yield f"not in the file: {_named(self.strangers)}"
        if doubted:
            yield f"not filled in, for they claim one row: {_named(doubted)}"


def _named(ids: Sequence[str]) -> str:
    named = ", ".join(cut(one_line(repr(id)), 40) for id in ids[:MOST_NAMED])
    more = len(ids) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def plain(value: str) -> str:
    """A value as it is compared: platforms differ in spaces and capitals."""
    return value.strip().casefold()


def columns_of(
    titles: Mapping[int, str], heads: Sequence[ExerciseHead], total: str, shown: str, option: str
) -> dict[int, str]:
    """The exercise of each column that takes one, `TOTAL` for the total.

    Args:
        titles: of the columns that a grade may go into, by number.
        heads: the class's exercises.
        total: the title of the column that takes the total, as the user typed it; may be empty.
        shown: the file's name.
        option: how to name a column for the total.

    Raises UsageError when there is no such column, or none at all takes anything.
    """
    found: dict[int, str] = {}
    listed = ", ".join(repr(cut(one_line(title), 40)) for title in list(titles.values())[:8])
    if total:
        wanted = [c for c, title in titles.items() if plain(title) == plain(total)]
        if len(wanted) != 1:
            kind = "several columns" if wanted else "no column"
            raise UsageError(
                f"{shown} has {kind} {total!r}", f"grades can go into {listed or 'none'}"
            )
        found[wanted[0]] = TOTAL
    for head in heads:
        names = {plain(head.slug), plain(head.title), plain(f"{head.slug[:2]} {head.title}")}
        columns = [c for c, title in titles.items() if plain(_bare(title)) in names]
        if len(columns) > 1:
            raise UsageError(f"{shown} has several columns for {head.slug}", f"they are {listed}")
        found |= {column: head.slug for column in columns if column not in found}
    if not found:
        raise UsageError(f"no column of {shown} is called as an exercise", listed, option)
    return found


def _bare(title: str) -> str:
    """``03_matmul (12345)`` and ``Assignment: 03_matmul (Real)`` without what platforms add."""
    title = title.strip()
    if title.endswith(")") and " (" in title:
        title = title.rpartition(" (")[0]
    return title.removeprefix("Assignment:").strip()


def amount(text: str) -> float | None:
    """A number as platforms write it, with a point or a comma; None for none above zero."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return found if 0 < found < 1e9 else None


def grade(student: StudentReport, exercise: str, most: float | None) -> str:
    """A number for a cell, out of ``most``; empty where it may still change.

    The points are those of the class where the column does not say how many it takes.
    """
    total = student.total
    credit, worth, open = (total.credit, total.worth, bool(total.open))
    if exercise != TOTAL:
        mark = next(mark for mark in student.marks if mark.exercise == exercise)
        credit, worth = mark.credit or 0.0, mark.worth
        open = mark.credit is None or bool(mark.open)
    if open:
        return ""
    if most is not None and worth:
        credit = credit / worth * most
    return number(round(credit, 2) + 0.0)


def grades(
    student: StudentReport,
    row: int,
    columns: Mapping[int, str],
    most: Callable[[int], float | None],
) -> Values:
    """The numbers of a student's row that are final; ``most``: the points that a column takes."""
    found = {}
    for column, exercise in columns.items():
        text = grade(student, exercise, most(column))
        if text:
            found[row, column] = text
    return found


def filled(
    report: ClassReport,
    sheet: Sheet,
    first: int,
    identity: Callable[[int], Mapping[str, str]],
    keys: Keys,
    cells: Callable[[StudentReport, int], Values],
    tell: Callable[[str], None],
) -> Iterable[str]:
    """The text of an export with its cells filled in.

    Args:
        report: the class.
        sheet: the export.
        first: the first row of a student.
        identity: the identifying cells of a row.
        keys: what a student may be found by.
        cells: what goes into a student's row.
        tell: hears what the staff should know.
    """
    rows = Rows()
    for row in range(first, len(sheet.rows)):
        rows.add(row, identity(row))
    values = fill(report, rows, keys, cells)
    for line in rows.told():
        tell(line)
    return sheet.filled(values)


def fill(
    report: ClassReport, rows: Rows, keys: Keys, cells: Callable[[StudentReport, int], Values]
) -> Values:
    """What goes into the file: the cells of each student whose row is theirs alone."""
    values: dict[int, Values] = {}
    for student in report.students:
        row = rows.find(student.student, keys(student.student))
        if row is not None:
            values[row] = cells(student, row)
    return {
        place: text
        for row, found in values.items()
        if len(rows.claims[row]) == 1
        for place, text in found.items()
    }
