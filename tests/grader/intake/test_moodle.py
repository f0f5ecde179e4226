"""Moodle's download, with and without folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.intake import Intake

FOLDERS = {
    "Ann Lee_1001_assignsubmission_file_/01_double.py": "a",
    "Ann Lee_1001_assignsubmission_file_/src/02_counter.py": "b",
    "Zoë_van_Dam_1002_assignsubmission_file_/01_double.ipynb": "{}",
    "Cid_1003_assignsubmission_onlinetext_/onlinetext.html": "<p>",
    "stray.txt": "",
}
FLAT = {
    "Ann Lee_1001_assignsubmission_file_01_double.py": "a",
    "Ann Lee_1001_assignsubmission_file_02_counter.py": "b",
}


def test_folders_name_the_student_and_the_participant(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    intake = take(lay("down", FOLDERS))
    assert intake.layouts[0][1] == "a Moodle download"
    assert table(intake) == [
        ("1001", "01_double", 1, False, "01_double.py"),
        ("1001", "02_counter", 1, False, "02_counter.py"),
        ("1002", "01_double", 1, False, "01_double.ipynb"),
    ]
    assert intake.students["1002"].name == "Zoë_van_Dam"
    assert intake.students["1002"].id_of("moodle") == "1002"
    assert "1003" in intake.students
    assert sorted(n.reason for n in intake.not_understood) == [
        "a text typed into Moodle, not a file",
        "its folder is not one that Moodle names",
    ]


def test_without_folders_it_is_the_same_and_zipped_too(
    pack: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    assert table(take(pack("flat.zip", FLAT))) == [
        ("1001", "01_double", 1, False, "Ann Lee_1001_assignsubmission_file_01_double.py"),
        ("1001", "02_counter", 1, False, "Ann Lee_1001_assignsubmission_file_02_counter.py"),
    ]


def test_a_file_s_name_hands_nothing_in_for_somebody_else(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    """A student may call a file whatever they like, another participant's words among it."""
    posed = "Eve_666_assignsubmission_file_Ann Lee_1001_assignsubmission_file_01_double.py"
    intake = take(lay("down", FLAT | {posed: "wrong"}))
    assert [row[:2] for row in table(intake)] == [("1001", "01_double"), ("1001", "02_counter")]
    assert set(intake.students) == {"1001"}
    reasons = [n.reason for n in intake.not_understood]
    assert reasons == ["its name is two participants'"]
