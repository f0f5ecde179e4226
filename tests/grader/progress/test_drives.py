"""The real program on drives that keep nothing: the verdict is given, and the loss is said."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import bundled_course

OnADrive = Callable[..., subprocess.CompletedProcess[str]]
LEARN = f"{sys.executable} -m grader.cli"
CHECK = """
import sys
from grader.cli.main import main
print(main(sys.argv[2:] or ["check", "01"]))
"""
READ_ONLY = "mount -o remount,ro $PWD"
FILL = "(cat /dev/zero > filler || true) 2> /dev/null"


@pytest.mark.parametrize(
    ("ruin", "why"),
    [
        (READ_ONLY, "cannot be used it is read-only here"),
        (f"{LEARN} hint 01 > shown && {READ_ONLY}", "cannot be used it is read-only here"),
        (f"{LEARN} hint 01 > shown && {FILL}", "cannot be used the drive is full"),
        (FILL, "cannot be used the drive is full"),
    ],
    ids=["read-only", "read-only later", "full later", "full from the start"],
)
def test_a_right_answer_passes_and_is_said_not_to_be_kept(
    on_a_drive: OnADrive, ruin: str, why: str
) -> None:
    right = bundled_course().find("01").reference
    before = f"{LEARN} init > shown && cp {right} exercises/ && {ruin}"
    said = on_a_drive(CHECK, before=before)
    assert "18 of 18 points" in said.stdout, said
    assert said.stdout.endswith("\n0\n")
    words = " ".join(said.stdout.split())  # a long path breaks lines
    assert "this attempt was not kept: " in words
    assert why in words
    assert said.stderr == ""


@pytest.mark.parametrize("ruin", [READ_ONLY, FILL], ids=["read-only", "full"])
def test_where_nothing_can_be_written_progress_can_still_be_seen(
    on_a_drive: OnADrive, ruin: str
) -> None:
    script = (
        'import sys\nfrom grader.cli.main import main\nprint(main(["progress"]), main(["list"]))'
    )
    before = f"{LEARN} init > shown && {LEARN} skip 01 > shown && {ruin}"
    said = on_a_drive(script, before=before)
    assert "1 skipped" in said.stdout, said
    assert "01  Your first tensor                       skipped" in said.stdout
    assert said.stdout.endswith("0 0\n")


def test_a_move_in_a_read_only_folder_is_refused(on_a_drive: OnADrive) -> None:
    script = 'from grader.cli.main import main\nprint(main(["goto", "02"]))'
    said = on_a_drive(
        script, before=f"{LEARN} init > shown && {LEARN} skip 01 > shown && {READ_ONLY}"
    )
    assert said.stdout == "2\n"
    assert "it is read-only here" in said.stderr


def test_a_folder_of_another_user_is_read_and_not_written() -> None:
    """As a user without rights; root may write wherever the modes forbid it."""
    script = """
import hashlib, os, pathlib, shutil, sys, tempfile  # from where that user may not read
from grader.progress.store import Progress, NotKept
from grader.progress.events import Event, Kind
root = pathlib.Path(sys.argv[1])
with Progress(root) as progress:
    progress.add(Event(Kind.HINT, "01_double"))
for path in (root / ".learn" / "progress.db", root / ".learn", root):
    path.chmod(0o555 if path.is_dir() else 0o444)
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Progress(root) as progress:
    print(len(progress.events()), progress.writable)
    try:
        progress.add(Event(Kind.HINT, "01_double"))
    except NotKept as error:
        print(error)
"""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        Path(folder).chmod(0o755)
        root = Path(folder) / "theirs"
        root.mkdir()
        command = [sys.executable, "-c", script, str(root)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        for path in (root, root / ".learn"):
            path.chmod(0o755)  # so that it can be removed
    assert said.stdout.startswith("1 False\n"), said
    assert "it is read-only here" in said.stdout
