"""A CSV that maps students to files: one line a file, or a student alone who handed in nothing.

    student,name,email,file,exercise,time,late,attempt
    ann,Ann Lee,ann@uni.example,uploads/a17.py,03,2026-09-01T10:00+02:00,,

``student`` is needed, ``file`` too unless the list is only to say who is in the class. Paths start
at the CSV's folder. Any further column is kept as an id of the student, under its own name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from grader.catalog import Course
from grader.class_report import Student
from grader.errors import UsageError
from grader.intake.records import Entry
from grader.intake.taking import Taking
from grader.intake.tree import file_source
from grader.submission import first_bytes

TITLE = "a list of students and files"
MOST_BYTES = 64 << 20
KNOWN = ("student", "name", "email", "file", "exercise", "time", "late", "attempt")
_TRUE, _FALSE = ("1", "yes", "true", "late", "x"), ("", "0", "no", "false")
Row = dict[str, str]


def read(path: Path, shown: str, taking: Taking, course: Course) -> None:
    """Takes the file of each row.

    Raises UsageError, with the line, where the list does not fit its rules.
    """
    for line, row in _rows(path, shown):
        where = f"{shown} line {line}"
        if not row["student"]:
            raise UsageError(f"{where} names no student", f"the row holds {list(row.values())}")
        extra = tuple((key, text) for key, text in row.items() if key not in KNOWN and text)
        student = Student(row["student"], row.get("name", ""), row.get("email", ""), extra)
        taking.student(student)
        if row.get("file"):
            _take(path.parent / row["file"], row, student, where, taking, course)


def _take(
    file: Path, row: Row, student: Student, where: str, taking: Taking, course: Course
) -> None:
    shown = str(file)
    entry = Entry(file.name, file_source(file, shown))
    if not file.is_file():
        taking.refuse(entry, f"{where} names it, and there is no such file")
        return
    exercise = row.get("exercise", "")
    taking.take(
        entry,
        student,
        exercise=course.find(exercise).slug if exercise else "",
        attempt=_number(row.get("attempt", ""), where),
        time=_time(row.get("time", ""), where),
        late=_yes(row.get("late", ""), where),
    )


def _rows(path: Path, shown: str) -> Iterator[tuple[int, Row]]:
    """Each row with its line, by column."""
    data = first_bytes(path, shown, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise UsageError(f"{shown} has more than {MOST_BYTES >> 20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{shown} is not UTF-8 text", "", "save it as CSV UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageError(f"{shown} line {line} is no CSV", "it holds a null character")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _check(columns, shown)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(columns):
                    raise UsageError(
                        f"{shown} line {reader.line_num} has {len(cells)} cells",
                        f"the first line names {len(columns)} columns",
                    )
                padded = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
                yield reader.line_num, dict(zip(columns, padded, strict=True))
    except csv.Error as error:
        raise UsageError(f"{shown} line {reader.line_num} is no CSV", str(error)) from None


def _check(columns: list[str], shown: str) -> None:
    if "student" not in columns:
        raise UsageError(
            f"{shown} has no column 'student'",
            f"its first line names {', '.join(columns[:8]) or 'nothing'}",
            "name them: student, file; and if you like name, email, exercise, time, late, attempt",
        )
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise UsageError(f"{shown} names the column {twice!r} twice")


def _number(text: str, where: str) -> int:
    if not text:
        return 0
    if text.isdecimal() and int(text[:9]) > 0 and len(text) < 9:
        return int(text)
    raise UsageError(f"{where}: {text!r} is no number of an attempt", "", "1, 2, 3, ...")


def _time(text: str, where: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise UsageError(
            f"{where}: {text!r} is no time", "", "write it as 2026-09-01T10:00:00+02:00"
        ) from None


def _yes(text: str, where: str) -> bool:
    if text.lower() in (*_TRUE, *_FALSE):
        return text.lower() in _TRUE
    raise UsageError(f"{where}: late is {text!r}", "", "yes or no")
