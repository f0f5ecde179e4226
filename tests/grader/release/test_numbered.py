from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.release.archive import text
from grader.release.numbered import LEDGER, numbered, write_release

ONE, TWO = {"a": text("1")}, {"a": text("2")}


def test_a_course_keeps_its_number_and_another_gets_the_next(tmp_path: Path) -> None:
    first = numbered(tmp_path, "hw", ONE)
    path = write_release(tmp_path, first, "student", ONE)
    assert path.name == "hw-student-1.zip"
    second = numbered(tmp_path, "hw", TWO)
    write_release(tmp_path, second, "student", TWO)
    assert (first.number, second.number) == (1, 2)
    assert numbered(tmp_path, "hw", ONE) == first
    assert numbered(tmp_path, "other", ONE).number == 1
    assert first.digest != second.digest


def test_what_was_given_away_never_changes(tmp_path: Path) -> None:
    release = numbered(tmp_path, "hw", ONE)
    path = write_release(tmp_path, release, "github", ONE)
    before = path.read_bytes()
    assert write_release(tmp_path, release, "github", ONE) == path
    with pytest.raises(UsageError, match="is there with other content"):
        write_release(tmp_path, release, "github", TWO)
    assert path.read_bytes() == before


def test_a_number_is_only_taken_by_an_archive(tmp_path: Path) -> None:
    assert numbered(tmp_path, "hw", ONE).number == 1
    assert numbered(tmp_path, "hw", TWO).number == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("broken", ["", "[]", '{"hw": 3}', '{"hw": {"x": "y"}}'])
def test_a_broken_ledger_is_refused_and_kept(tmp_path: Path, broken: str) -> None:
    (tmp_path / LEDGER).write_text(broken)
    with pytest.raises(UsageError, match="is no list of releases"):
        numbered(tmp_path, "hw", ONE)
    assert (tmp_path / LEDGER).read_text() == broken


@pytest.mark.parametrize("name", ["", "../hw", "a b", "-x", "a/b", "é", "x" * 99])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no name of a release"):
        numbered(tmp_path, name, ONE)
