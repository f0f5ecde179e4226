"""Zips as they come, and as an attacker makes them."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.intake import Intake
from grader.intake.archive import MOST_INNER_ENTRIES, _check_directory, zip_entries
from grader.submission import Unreadable

Pack = Callable[..., Path]


def refused(intake: Intake) -> dict[str, str]:
    return {each.path.partition(".zip/")[2]: each.reason for each in intake.not_understood}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/01_double.py", "an absolute name"),
        ("C:/01_double.py", "an absolute name"),
        ("../01_double.py", "leads out of the archive"),
        ("ann/../../01_double.py", "leads out of the archive"),
        ("ann\\01_double.py", "leads out of the archive"),
        ("ann/01\x1b[2J_double.py", "control characters"),
    ],
)
def test_an_entry_with_a_bad_name_is_refused_and_the_others_are_read(
    pack: Pack, name: str, reason: str
) -> None:
    intake = Intake()
    path = pack("class.zip", {name: "x", "ben/01_double.py": "y"})
    assert [e.path for e in zip_entries(path, "class.zip", intake)] == ["ben/01_double.py"]
    assert reason in refused(intake)[name]


def test_links_and_passwords_and_second_entries_are_refused(tmp_path: Path) -> None:
    path, intake = tmp_path / "class.zip", Intake()
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ann/01_double.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        pipe = zipfile.ZipInfo("ann/02_counter.py")
        pipe.external_attr = (stat.S_IFIFO | 0o777) << 16
        archive.writestr(pipe, "")
        archive.writestr("ben/01_double.py", "first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("ben/01_double.py", "second")
    entries = zip_entries(path, "class.zip", intake)
    assert [entry.path for entry in entries] == ["ben/01_double.py"]
    assert sorted(e.reason for e in intake.not_understood) == [
        "a second entry of the same name",
        "it is a link",
        "it is no ordinary file",
    ]


def test_a_bomb_is_refused_by_what_it_declares(pack: Pack) -> None:
    intake = Intake()
    path = pack("class.zip", {"ann/01_double.py": b"\0" * (4 << 20), "ben/01_double.py": "y"})
    assert [e.path for e in zip_entries(path, "class.zip", intake)] == ["ben/01_double.py"]
    assert "it would unpack to 4,194,304 bytes" in refused(intake)["ann/01_double.py"]


def test_an_entry_that_lies_about_its_size_gives_no_more_than_was_asked_for(
    pack: Pack, tmp_path: Path
) -> None:
    path = pack("class.zip", {"ann/01_double.py": b"a" * 5000})
    data = path.read_bytes().replace(struct.pack("<I", 5000), struct.pack("<I", 10))
    path.write_bytes(data)
    (entry,) = zip_entries(path, "class.zip", Intake())
    with contextlib.suppress(Unreadable):
        assert len(entry.source.read(100)) <= 101


def test_a_zip_that_a_student_handed_in_is_opened_once(pack: Pack) -> None:
    inner, innermost = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(innermost, "w") as archive:
        archive.writestr("01_double.py", "deep")
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("work/01_double.py", "inner")
        archive.writestr("more.zip", innermost.getvalue())
        archive.writestr("../02_counter.py", "out")
    intake = Intake()
    path = pack("class.zip", {"ann/work.zip": inner.getvalue(), "ben/broken.zip": b"PK no"})
    (entry,) = zip_entries(path, "class.zip", intake)
    assert entry.path == "ann/work.zip/work/01_double.py"
    assert entry.source.read(100) == b"inner"
    assert "a zip in a zip in a zip" in refused(intake)["ann/work.zip/more.zip"]
    assert "leads out" in refused(intake)["ann/work.zip/../02_counter.py"]
    assert "no zip that can be read" in refused(intake)["ben/broken.zip"]


def test_a_student_s_zip_with_very_many_entries_is_refused_whole(pack: Pack) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number in range(MOST_INNER_ENTRIES + 1):
            archive.writestr(f"{number}.py", "")
    intake = Intake()
    assert zip_entries(pack("c.zip", {"ann/w.zip": inner.getvalue()}), "c.zip", intake) == []
    assert "1,001 files" in intake.not_understood[0].reason


def test_a_huge_list_of_names_is_refused_before_it_is_read() -> None:
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 1 << 31, 0, 0)
    with pytest.raises(Unreadable, match="list of names of 2,147,483,648 bytes"):
        _check_directory(io.BytesIO(end), "c.zip")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60), at=st.integers(0, 400), cut=st.integers(0, 400))
def test_a_damaged_zip_never_ends_the_run(
    pack: Pack, tmp_path: Path, data: bytes, at: int, cut: int
) -> None:
    path = pack("fuzz.zip", {"ann/01_double.py": "x = 1\n" * 20, "ben/02_counter.py": "y"})
    whole = path.read_bytes()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(
        whole[:at] + data + whole[min(at + len(data), len(whole)) : len(whole) - cut]
    )
    with contextlib.suppress(Unreadable):
        for entry in zip_entries(broken, "broken.zip", Intake()):
            with contextlib.suppress(Unreadable):
                assert len(entry.source.read(1000)) <= 1001
