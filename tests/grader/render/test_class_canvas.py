"""Canvas's export, filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.class_report import ClassReport, Student
from grader.errors import UsageError
from grader.render.class_canvas import FORMAT
from grader.render.class_format import Settings
from grader.render.formats import write_class

HEAD = 'Student,ID,SIS User ID,SIS Login ID,Section,01_double (55),"HW, 1 (56)",Current Score\r\n'
EXPORT = (
    "\ufeff" + HEAD + "    Manual Posting,,,,,,,\r\n"
    "    Points Possible,,,,,10,100,(read only)\r\n"
    '"Lee, Ann",12,s1,ann@x.example,"One, ""A""",,,97.5\r\n'
    "\"=cmd|' /C calc'!A0\",99,77,ben,One,EX,-,\r\n"
    '"Student, Test",4,,,One,,,\r\n'
)


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., tuple[str, list[str]]]:
    """The filled file, and what was told."""

    def run(made: ClassReport, text: str = EXPORT, column: str = "") -> tuple[str, list[str]]:
        (tmp_path / "export.csv").write_bytes(text.encode())
        told: list[str] = []
        settings = Settings(fill=tmp_path / "export.csv", column=column, tell=told.append)
        FORMAT.check(made.exercises, settings)
        write_class(made, "canvas", tmp_path / "filled.csv", settings=settings)
        assert (tmp_path / "export.csv").read_bytes() == text.encode()
        return (tmp_path / "filled.csv").read_bytes().decode(), told

    return run


def settled(made: ClassReport) -> ClassReport:
    """The class with nothing open."""

    def students():  # type: ignore[no-untyped-def]
        for one in made.students:
            marks = [replace(m, credit=m.credit or 0.0, open="") for m in one.marks]
            yield replace(one, marks=tuple(marks))

    return replace(made, read=students)


def test_one_cell_is_filled_and_every_other_byte_stays(class_report, fill) -> None:
    text, told = fill(class_report)
    assert text == EXPORT.replace('""A""",,,97.5', '""A""",5,,97.5')
    assert told == ["2 of 3 rows have their student in this class"]


def test_the_total_goes_into_the_named_column_in_its_points(class_report, fill) -> None:
    text, _ = fill(settled(class_report), column="HW, 1 (56)")
    assert '""A""",5,35.71,97.5' in text
    assert ",77,ben,One,EX,0,\r\n" in text  # excused stays excused


def test_a_name_identifies_nobody(class_report, fill) -> None:
    ann = next(class_report.students)
    for student in (
        Student("x", "Lee, Ann"),
        Student("s1", ids=(("canvas", "5"),)),  # s1 is a SIS id, and this student's is Canvas's
        Student("12"),  # 12 is Canvas's id of another, maybe
    ):
        text, told = fill(
            replace(class_report, read=lambda s=student: iter([replace(ann, student=s)]))
        )
        assert text == EXPORT
        assert told[1] == f"not in the file: {student.id!r}"


@pytest.mark.parametrize(
    "student",
    [Student("s1"), Student("x", ids=(("sid", "S1"),)), Student("ann@x.example"),
     Student("a", email="ANN@x.example"), Student("q", ids=(("canvas", "12"),))],
)  # fmt: skip
def test_a_student_is_found_by_what_identifies_them(class_report, fill, student) -> None:
    ann = replace(next(class_report.students), student=student)
    text, _ = fill(replace(class_report, read=lambda: iter([ann])))
    assert '""A""",5,,97.5' in text


def test_semicolons_and_a_file_without_points_or_sis_columns(class_report, fill) -> None:
    export = "Student;ID;Section;01_double (5)\nx;12;One;\n"
    assert fill(class_report, export)[0] == export.replace("One;", "One;2.5")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Name,Mail\nx,y\n", "is no gradebook export of Canvas"),
        ("Student,ID,Section,Other (1)\n", "no column of .* is called as an exercise"),
        (HEAD.replace("01_double", "x"), "no column"),
        ("Student,ID,Section,01_double (1)\n    Points Possible,,,(read only)\n", "no column"),
    ],
)
def test_a_file_that_does_not_fit_is_told(class_report, fill, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        fill(class_report, text)


def test_a_title_that_canvas_drops_is_told(class_report, fill) -> None:
    with pytest.raises(UsageError, match="drops the column"):
        fill(class_report, HEAD.replace("HW, 1", "Final Score"), column="Final Score (56)")


def test_the_export_may_be_filled_in_place(class_report, tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_bytes(EXPORT.encode())
    write_class(class_report, "canvas", path, settings=Settings(fill=path))
    assert path.read_bytes().decode() == EXPORT.replace('""A""",,,97.5', '""A""",5,,97.5')
