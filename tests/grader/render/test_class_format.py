"""A format's files: whole or not at all, and refused before anything is graded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.class_report import ClassReport
from grader.errors import UsageError
from grader.render.class_format import (
    ClassFormat,
    File,
    Settings,
    check_output,
    check_settings,
    write,
)

NOBODY = ClassReport((), (), lambda: iter(()))


def one(_: ClassReport, __: Settings) -> Iterator[File]:
    yield "", iter(["first ", "second\n"])


def many(_: ClassReport, __: Settings) -> Iterator[File]:
    for name in ("ann.json", "ben.json"):
        yield name, [name]


def fails(_: ClassReport, __: Settings) -> Iterator[File]:
    def pieces() -> Iterator[str]:
        yield "half"
        raise ValueError("in the middle")

    yield "", pieces()


def test_a_file_is_written_with_the_rights_of_any_other(tmp_path: Path) -> None:
    write(ClassFormat(one), NOBODY, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"first second\n"
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_holds_a_file_for_each_and_keeps_what_else_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    write(ClassFormat(many, folder=True), NOBODY, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "ann.json", "ben.json", "mine.txt",
    ]  # fmt: skip


def test_what_fails_in_the_middle_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    with pytest.raises(ValueError, match="in the middle"):
        write(ClassFormat(fails), NOBODY, tmp_path / "out")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out", "old")]


def test_an_output_that_cannot_be_written_is_told_first(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a folder"):
        check_output(ClassFormat(one), tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        check_output(ClassFormat(many, folder=True), tmp_path / "file")
    with pytest.raises(UsageError, match="there is no folder") as raised:
        check_output(ClassFormat(one), tmp_path / "no" / "out")
    assert raised.value.next_step == f"mkdir -p {tmp_path / 'no'}"
    if os.geteuid() != 0:
        tmp_path.chmod(0o500)
        with pytest.raises(UsageError, match="nothing can be written"):
            check_output(ClassFormat(one), tmp_path / "out")
    check_output(ClassFormat(one), tmp_path / "file")
    check_output(ClassFormat(many, folder=True), tmp_path / "new")


def test_an_export_is_asked_for_where_one_is_filled_in_and_nowhere_else(tmp_path: Path) -> None:
    fills = ClassFormat(one, fills=True)
    with pytest.raises(UsageError, match="canvas fills in a CSV that you exported") as raised:
        check_settings(fills, "canvas", Settings())
    assert raised.value.next_step == "--format canvas=EXPORT.csv --output FILLED.csv"
    with pytest.raises(UsageError, match="csv fills in no file"):
        check_settings(ClassFormat(one), "csv", Settings(fill=tmp_path / "x"))
    with pytest.raises(UsageError, match="there is no file"):
        check_settings(fills, "canvas", Settings(fill=tmp_path / "x"))
    (tmp_path / "x").write_text("")
    check_settings(fills, "canvas", Settings(fill=tmp_path / "x"))


def test_a_name_with_the_right_end_makes_a_folder_one_file(tmp_path: Path) -> None:
    both = ClassFormat(many, folder=True, single=(".json",))
    check_output(both, tmp_path / "out.json")
    with pytest.raises(UsageError, match="the class has 0"):
        write(both, NOBODY, tmp_path / "out.json")
    (tmp_path / "out.json").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        check_output(both, tmp_path / "out.json")


def test_a_format_may_have_folders_in_its_folder(tmp_path: Path) -> None:
    def deep(_: ClassReport, __: Settings) -> Iterator[File]:
        yield "students/ann.html", ["x"]

    write(ClassFormat(deep, folder=True), NOBODY, tmp_path / "out")
    assert (tmp_path / "out" / "students" / "ann.html").read_text() == "x"
