"""A learner's file is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.versions.files import present, replace


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert present(tmp_path / "a.py", "a.py") is None


def test_the_new_bytes_take_the_old_ones_place_and_the_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old\r\n")
    path.chmod(0o640)
    replace(path, b"new\xff", b"old\r\n", "a.py")
    assert path.read_bytes() == b"new\xff"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["a.py"]


def test_a_new_file_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    replace(tmp_path / "in" / "a.py", b"new", None, "a.py")
    (tmp_path / "in" / "b.py").touch()
    modes = {path.stat().st_mode for path in (tmp_path / "in").iterdir()}
    assert len(modes) == 1


def test_a_file_that_an_editor_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"newer")
    with pytest.raises(UsageError, match="changed a moment ago"):
        replace(path, b"stub", b"old", "a.py")
    assert path.read_bytes() == b"newer"
    assert names(tmp_path) == ["a.py"]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_ordinary_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.py"
    if kind == "link":
        (tmp_path / "b.py").write_text("b")
        path.symlink_to(tmp_path / "b.py")
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(UsageError, match=r"a\.py is"):
        present(path, "a.py")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            replace(path, b"new", b"old", "a.py")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError) as caught:
        replace(path, b"new", b"old", "a.py")
    assert "No space left on device" in str(caught.value)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.py"]


def test_killed_before_the_last_step_the_file_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom grader.versions.files import replace\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "replace(Path(sys.argv[1]), b'new', b'old', 'a.py')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert done.returncode == -9
    assert path.read_bytes() == b"old"
    (left,) = set(names(tmp_path)) - {"a.py"}
    (tmp_path / ".a.py.swp").write_bytes(b"an editor's")
    replace(path, b"newer", b"old", "a.py")
    assert left in names(tmp_path)  # it may be another command's that is at work
    os.utime(tmp_path / left, (0, 0))
    os.utime(tmp_path / ".a.py.swp", (0, 0))
    replace(path, b"newest", b"newer", "a.py")
    assert names(tmp_path) == [".a.py.swp", "a.py"]
