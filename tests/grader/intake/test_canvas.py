"""Canvas's flat download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.intake import Intake

FILES = {
    "lee_ann_12345_678_01_double.py": "a",
    "lee_ann_12345_679_02_counter-1.py": "b",
    "leeann_LATE_12345_700_01_double-1.py": "c",
    "o_brien_ben_77_701_double.ipynb": "{}",
    "cid_88_text.html": "<p>",
    "cid_88_702_report.pdf": "",
    "readme.md": "",
}
ROWS = [
    ("12345", "01_double", 1, False, "lee_ann_12345_678_01_double.py"),
    ("12345", "01_double", 2, True, "leeann_LATE_12345_700_01_double-1.py"),
    ("12345", "02_counter", 1, False, "lee_ann_12345_679_02_counter-1.py"),
    ("77", "01_double", 1, False, "o_brien_ben_77_701_double.ipynb"),
]


def test_names_tell_the_student_the_exercise_the_attempt_and_lateness(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    intake = take(lay("down", FILES))
    assert intake.layouts[0][1] == "a Canvas download"
    assert table(intake) == ROWS
    assert intake.students["12345"].name == "lee ann"
    assert intake.students["77"].ids == (("canvas", "77"),)
    assert [(n.path.rpartition("/")[2], n.reason) for n in intake.not_understood] == [
        ("cid_88_702_report.pdf", ".pdf is neither .py nor .ipynb"),
        ("cid_88_text.html", "a text typed into Canvas, not a file"),
        ("readme.md", "its name is not one that Canvas gives"),
    ]


def test_a_student_who_handed_in_nothing_usable_is_known(
    lay: Callable[..., Path], take: Callable[..., Intake]
) -> None:
    assert "88" in take(lay("down", FILES)).students


def test_what_a_student_zipped_is_the_student_s_who_handed_in_the_zip(
    pack: Callable[..., Path],
    lay: Callable[..., Path],
    take: Callable[..., Intake],
    table: Callable[..., object],
) -> None:
    inner = pack("inner.zip", {"work/01_double.py": "a", "work/02_counter.py": "b"}).read_bytes()
    intake = take(lay("down", {"lee_ann_12345_678_work.zip": inner}))
    assert table(intake) == [
        ("12345", "01_double", 1, False, "01_double.py"),
        ("12345", "02_counter", 1, False, "02_counter.py"),
    ]


def test_zipped_and_alone_it_is_the_same(
    pack: Callable[..., Path],
    lay: Callable[..., Path],
    take: Callable[..., Intake],
    table: Callable[..., object],
) -> None:
    assert table(take(pack("down.zip", FILES))) == ROWS
    one = lay("down", FILES) / "lee_ann_12345_678_01_double.py"
    assert table(take(one)) == ROWS[:1]


def test_a_file_s_name_hands_nothing_in_for_somebody_else(
    lay: Callable[..., Path], take: Callable[..., Intake], table: Callable[..., object]
) -> None:
    """A student may call a file whatever they like, another user's words among it."""
    posed = {
        "eve_666_777_lee_ann_12345_678_01_double.py": "wrong",
        "eve_666_778_lee_ann_12345_text.html": "wrong",
    }
    intake = take(lay("down", posed))
    assert [row[0] for row in table(intake)] == []  # its name means no exercise
    assert set(intake.students) == {"666"}
