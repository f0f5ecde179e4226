"""The nursery: clean, quiet, and gone with whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.engines.line import Closed
from grader.engines.nursery import LARGE_PAGES, Nursery
from grader.grading.grader import Grader


@pytest.fixture
def root(grader: Grader) -> Path:
    """The toy course's folder."""
    return grader.course.root


def test_a_process_says_how_its_workers_are_confined_and_ends_with_its_line(root: Path) -> None:
    nursery = Nursery(root)
    try:
        line, pid = nursery.fork()
        assert {layer["name"] for layer in line.receive()["layers"]} >= {"Landlock", "seccomp"}
        os.kill(pid, 0)
        line.close()
        nursery.fork()[0].close()  # what has ended is reaped at the next request
    finally:
        nursery.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_asks_for_large_pages_unless_told_otherwise(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (name, value), *_ = LARGE_PAGES.items()
    for own in (None, "glibc.malloc.hugetlb=0"):
        if own:
            monkeypatch.setenv(name, own)
        else:
            monkeypatch.delenv(name, raising=False)
        nursery = Nursery(root)
        started = Path(f"/proc/{nursery._process.pid}/environ").read_bytes().split(b"\0")
        nursery.close()
        assert f"{name}={own or value}".encode() in started


def test_only_a_process_of_its_own_is_killed(root: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    nursery = Nursery(root)
    try:
        line, pid = nursery.fork()
        line.receive()
        nursery.kill(other.pid)
        assert other.poll() is None
        nursery.kill(pid)
        with pytest.raises(Closed):
            line.receive()
        line.close()
    finally:
        nursery.close()
        assert other.stdin is not None
        other.communicate(b"\n")
    assert other.returncode == 0


def test_a_file_in_the_folder_of_the_command_is_never_imported(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "imported"
    for name in ("torch", "json", "socket", "grader"):
        (tmp_path / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')\nraise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    nursery = Nursery(root)
    try:
        line, _ = nursery.fork()
        assert "layers" in line.receive()
        line.close()
    finally:
        nursery.close()
    assert not trap.exists()


def test_a_course_that_is_none_is_told_by_the_process(tmp_path: Path) -> None:
    nursery = Nursery(tmp_path)
    try:
        line, _ = nursery.fork()
        assert line.receive()["broken"][0].startswith("there is no course in")
        line.close()
    finally:
        nursery.close()


def test_it_ends_when_the_process_that_started_it_is_killed(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from grader.engines.nursery import LARGE_PAGES, Nursery\n"
        "nursery = Nursery(Path(sys.argv[1])); line, pid = nursery.fork(); line.receive()\n"
        "print(nursery._process.pid, pid, flush=True); input()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    pids = [int(word) for word in process.stdout.readline().split()]
    process.kill()
    process.communicate()
    until = time.monotonic() + 60
    while any(map(_is_running, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_is_running, pids))


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
