"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.whole import write_whole


def test_a_file_takes_the_place_of_another_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    for text in (b"old and longer", b"new"):
        write_whole(path, [text[:2], text[2:]])
        assert path.read_bytes() == text
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()])
def test_what_ends_the_writing_leaves_the_old_file(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def pieces() -> Iterator[bytes]:
        yield b"half of the new o"
        raise error

    with pytest.raises(type(error)):
        write_whole(path, pieces())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def pieces() -> Iterator[bytes]:
        yield b"x" * 100_000
        assert path.read_text() == "old"

    write_whole(path, pieces())
    assert len(path.read_bytes()) == 100_000


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permissions of this kind")
@pytest.mark.parametrize(("mode", "found"), [(None, 0o640), (0o644, 0o644)])
def test_its_permissions_are_those_of_any_new_file_or_the_ones_asked_for(
    tmp_path: Path, mode: int | None, found: int
) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", [b"text"], mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == found


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "a", [b"text"])
