"""The list that maps students to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.intake import Intake

LIST = """student,name,email,file,exercise,time,late,attempt,SIS User ID
ann,"Lee, Ann",ann@x,up/a17.py,01,2026-09-01T10:00:00+02:00,yes,2,S1
ben,Ben,,up/01_double.py,,,,,
cid,Cid,,,,,,,S3
dan,Dan,,up/gone.py,02,,,,
"""


def test_each_row_is_a_file_and_a_student_without_one_is_known(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    folder = lay("class", {"list.csv": LIST, "up/a17.py": "a", "up/01_double.py": "b"})
    intake = take(folder / "list.csv")
    assert table(intake) == [
        ("ann", "01_double", 1, True, "a17.py"),
        ("ben", "01_double", 1, False, "01_double.py"),
    ]
    assert intake.submissions[0].time.isoformat() == "2026-09-01T10:00:00+02:00"
    assert intake.students["ann"].name == "Lee, Ann"
    assert intake.students["cid"].ids == (("sis user id", "S3"),)
    assert list(intake.students) == ["ann", "ben", "cid", "dan"]
    assert "line 5 names it, and there is no such file" in intake.not_understood[0].reason


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_mark_at_the_start_are_read(
    lay: Callable[..., Path], take: Callable[..., Intake], delimiter: str
) -> None:
    text = "\ufeff" + "Student;File\r\nann;01_double.py\r\n\r\n".replace(";", delimiter)
    folder = lay("class", {"list.csv": text, "01_double.py": "a"})
    assert [s.student.id for s in take(folder / "list.csv").submissions] == ["ann"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,file\nx,y\n", "has no column 'student'"),
        ("", "has no column 'student'"),
        ("student,student\n", "names the column 'student' twice"),
        ("student,file\n,a.py\n", "line 2 names no student"),
        ("student,file\na,b,c\n", "line 2 has 3 cells"),
        ("student,time,file\na,yesterday,01_double.py\n", "'yesterday' is no time"),
        ("student,attempt,file\na,-1,01_double.py\n", "'-1' is no number of an attempt"),
        ("student,late,file\na,perhaps,01_double.py\n", "late is 'perhaps'"),
        ("student,exercise,file\na,nothing,01_double.py\n", "there is no exercise 'nothing'"),
        ('student,file\n"a,b\n', "is no CSV"),
        ("student\n\x00\n", "line 2 is no CSV"),
    ],
)
def test_a_list_that_breaks_its_rules_is_told_with_the_line(
    lay: Callable[..., Path], take: Callable[..., Intake], text: str, told: str
) -> None:
    folder = lay("class", {"list.csv": text, "01_double.py": "a"})
    with pytest.raises(UsageError) as raised:
        take(folder / "list.csv")
    assert told in raised.value.what


def test_a_list_in_another_encoding_is_told(
    lay: Callable[..., Path], take: Callable[..., Intake]
) -> None:
    folder = lay("class", {"list.csv": b"student,file\n\xff,a\n"})
    with pytest.raises(UsageError, match="not UTF-8"):
        take(folder / "list.csv")
