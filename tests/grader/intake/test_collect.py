"""Any path, by the layout that it has, as one record."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.errors import UsageError
from grader.intake import Intake

Lay, Take, Table = Callable[..., Path], Callable[..., Intake], Callable[..., object]
FILES = {
    "ann/01_double.py": "a",
    "ann/exercises/02_counter.py": "b",
    "ben/01_double.py": "c",
    "ben/__pycache__/x.pyc": "",
    "ben/notes.txt": "",
}
ROWS = [
    ("ann", "01_double", 1, False, "01_double.py"),
    ("ann", "02_counter", 1, False, "02_counter.py"),
    ("ben", "01_double", 1, False, "01_double.py"),
]


def test_a_folder_a_student_is_read_at_any_depth(lay: Lay, take: Take, table: Table) -> None:
    intake = take(lay("class", FILES))
    assert intake.layouts[0][1] == "a folder a student"
    assert table(intake) == ROWS
    assert [n.path.rpartition("/")[2] for n in intake.not_understood] == ["notes.txt"]
    assert intake.left_out == 1


def test_a_zip_of_it_gives_the_same_with_or_without_its_folder(
    pack: Callable[..., Path], take: Take, table: Table
) -> None:
    assert table(take(pack("a.zip", FILES))) == ROWS
    assert table(take(pack("b.zip", {f"class/{k}": v for k, v in FILES.items()}))) == ROWS


def test_a_zip_a_student_or_a_workspace_is_its_name_s(
    lay: Lay, pack: Callable[..., Path], take: Take
) -> None:
    zipped = pack("x.zip", {"exercises/01_double.py": "a"}).read_bytes()
    root = lay("class", {"ann.zip": zipped, "ben/exercises/01_double.py": "b"})
    assert list(take(root).students) == ["ann", "ben"]
    assert list(take(root / "ben" / "exercises").students) == ["ben"]
    assert list(take(root / "ben" / "exercises" / "01_double.py").students) == ["ben"]


def test_one_file_or_one_folder_is_its_folder_s_student(lay: Lay, take: Take, table: Table) -> None:
    root = lay("class", FILES)
    assert table(take(root / "ann" / "01_double.py")) == ROWS[:1]
    assert table(take(root / "ann")) == ROWS[:2]
    assert table(take(root / "ann", root / "ben")) == ROWS


def test_a_second_file_for_the_same_attempt_is_told_and_the_first_is_graded(
    lay: Lay, take: Take, table: Table
) -> None:
    intake = take(lay("class", {"ann/01_double.py": "a", "ann/old/01_double.py": "b"}))
    assert len(intake.submissions) == 1
    (left,) = intake.not_understood
    assert left.path.endswith("ann/old/01_double.py")
    assert left.reason.startswith("a second file for 01_double;")


def test_one_exercise_for_all_files_takes_any_name(lay: Lay, take: Take, table: Table) -> None:
    intake = take(lay("class", {"ann/solution.py": "a", "ben/x.pdf": ""}), exercise="02")
    assert table(intake) == [("ann", "02_counter", 1, False, "solution.py")]


def test_links_pipes_and_what_is_not_there_are_told(lay: Lay, take: Take, tmp_path: Path) -> None:
    root = lay("class", {"ann/02_counter.py": "a"})
    (root / "ann" / "01_double.py").symlink_to("/etc/passwd")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "ann" / "03_hasty.py")
    intake = take(root)
    assert [s.exercise for s in intake.submissions] == ["02_counter"]
    assert [n.reason for n in intake.not_understood] == [
        "it is a link",
        "it is no ordinary file",
        "it is a link",
    ]
    with pytest.raises(UsageError, match="there is no file or folder"):
        take(tmp_path / "nothing")


def test_one_number_on_two_platforms_is_not_taken_for_one_person(
    lay: Lay, pack: Callable[..., Path], take: Take
) -> None:
    canvas = lay("canvas", {"doeann_12345_678_01_double.py": "a"})
    moodle = pack("m.zip", {"Ben Lee_12345_assignsubmission_file_/01_double.py": "b"})
    listed = lay("list", {"class.csv": "student,name\n12345,Ann Doe\n"}) / "class.csv"
    for paths in ((canvas, moodle), (moodle, canvas)):
        with pytest.raises(UsageError, match=r"12345 is a student of .* and of "):
            take(*paths)
    assert take(canvas, canvas, listed).students["12345"].name == "doeann"


def test_names_that_paint_over_a_screen_are_tidied(lay: Lay, take: Take) -> None:
    intake = take(lay("class", {"a\x1b[2Jnn/01_double.py": "a", "Zoe\u0308/01_double.py": "b"}))
    assert list(intake.students) == ["Zo\u00eb", "a [2Jnn"]


def test_an_intake_imports_no_torch(course: Course, lay: Lay) -> None:
    root = lay("class", FILES)
    code = (
        "import sys; from pathlib import Path; from grader.catalog import Course\n"
        "from grader.intake import collect\n"
        "from grader.intake.text import Texts\n"
        "course = Course(Path(sys.argv[1])); found = collect([Path(sys.argv[2])], course)\n"
        "[Texts(course).read(s) for s in found.submissions]\n"
        "sys.exit(bool({'torch', 'rich', 'yaml', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(course.root), str(root)], check=False)
    assert done.returncode == 0
