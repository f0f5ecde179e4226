"""Archives of the toy course, unpacked where a platform would put them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.release.making import Wanted, make

UNZIP = Callable[..., Path]


def unpack(archive: Path, folder: Path) -> Path:
    """Unzips as `unzip` does: with the right to run what may be run."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)
    return folder


@pytest.fixture
def release(grader, tmp_path: Path) -> Callable[..., Path]:
    """Makes an archive of the toy course (or another) and unpacks it into a folder."""

    def made(kind: str, folder: Path, course: Course | None = None, **wanted: object) -> Path:
        order = Wanted(tmp_path / "releases", "toy", image="toy:1", **wanted)
        return unpack(make(course or grader.course, kind, order).path, folder)

    return made


def run(script: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A script as a platform starts it, in a folder that is nobody's."""
    names = ("PATH", "HOME", "LANG", "TMPDIR")
    environment: Mapping[str, str] = {
        **{name: os.environ[name] for name in names if name in os.environ},
        "LEARN_PYTHON": sys.executable,
        **variables,
    }
    return subprocess.run(
        [str(script), *arguments], cwd="/", env=environment, capture_output=True, text=True,
        timeout=200,
    )  # fmt: skip
