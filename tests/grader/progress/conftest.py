"""A drive of a test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Asserts that a text is the one in that file; UPDATE_GOLDEN=1 writes the file anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the golden files anew"

    return compare


@pytest.fixture
def on_a_drive(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script on a drive of so many kilobytes that no other process sees.

    The drive is the script's ``sys.argv[1]``; ``before`` is a shell command run in it first.
    """

    def run(
        script: str, kilobytes: int = 4096, before: str = "true", options: str = ""
    ) -> subprocess.CompletedProcess[str]:
        if shutil.which("unshare") is None:
            pytest.skip("needs unshare, to mount a drive for one process")
        drive = tmp_path / "drive"
        drive.mkdir(exist_ok=True)
        mount = f"mount -t tmpfs -o size={kilobytes}k none {drive}"
        rights = ["-r"] if os.geteuid() else []
        may = ["unshare", *rights, "-m", "sh", "-c"]
        tried = subprocess.run([*may, mount], capture_output=True, text=True, check=False)
        if tried.returncode:
            pytest.skip(f"no drive can be mounted here: {tried.stderr.strip()}")
        whole = f"{mount} && cd {drive} && {before} && exec {sys.executable} -c '{script}' {drive}"
        return subprocess.run([*may, whole], capture_output=True, text=True, check=False)

    return run
