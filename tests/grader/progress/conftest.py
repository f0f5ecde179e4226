"""Events to try things with, and a folder on a drive of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.progress.events import Event, Kind


def tried(slug: str = "01_double", at: float = 1.0, **data: Any) -> Event:
    """An attempt that did not pass, unless told otherwise."""
    values = {
        "passed": False,
        "started": True,
        "devices": {"cpu": False},
        "suite": "abc",
        "case": "test_example",
        "title": "the example",
    }
    return Event(Kind.ATTEMPT, slug, values | data, at=at)


def passed(slug: str = "01_double", at: float = 1.0, **data: Any) -> Event:
    """An attempt that passed."""
    return tried(
        slug, at, **{"passed": True, "devices": {"cpu": True}, "case": "", "title": ""} | data
    )


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
