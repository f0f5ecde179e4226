"""The wheel: one import package with the course inside it, and a check that works from it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True)
    return folder


def learn(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "grader.cli", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip


def test_it_holds_one_import_package_with_the_course_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"grader"}
    for part in ("exercises/03_matmul.py", "solutions/03_matmul.py", "tests/03_matmul.py"):
        assert f"grader/course/{part}" in names
    assert any(name.startswith("grader/course/tests/wrong/03_matmul/") for name in names)
    assert "grader/render/report.schema.json" in names
    assert "grader/suite/suite.ini" in names
    assert {f"grader/release/scripts/{name}" for name in ("run_autograder", "Dockerfile")} <= set(
        names
    )
    assert "grader/course/tests/demo.txt" in names
    assert "grader/course/exercises/parts.txt" in names
    assert {"grader/progress/page/page.html", "grader/progress/page/page.css"} <= set(names)


def test_it_holds_none_of_our_own_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("tests/grader", "tests/right", "tests/bench", "tests/gpu", "conftest", "pycache"):
        assert not [name for name in names if part in name]


def test_a_check_works_from_it_in_another_folder(installed: Path, tmp_path: Path) -> None:
    copied = learn(installed, tmp_path, "init")
    assert copied.returncode == 0, copied.stderr
    stub = tmp_path / "exercises" / "03_matmul.py"
    untouched = learn(installed, tmp_path, "check", "03")
    assert untouched.returncode == 1
    assert "not started" in untouched.stdout
    reference = installed / "grader" / "course" / "solutions" / "03_matmul.py"
    stub.write_bytes(reference.read_bytes())
    passed = learn(installed, tmp_path / "exercises", "check", "03")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "passed" in passed.stdout


def test_a_learner_s_folder_is_kept_from_it(installed: Path, tmp_path: Path) -> None:
    mine = tmp_path / "exercises" / "03_matmul.py"
    assert learn(installed, tmp_path, "init").returncode == 0
    stub = mine.read_bytes()
    mine.write_bytes(b"mine = 1\r\n")
    for arguments in (["reset", "03"], ["undo"], ["reset", "03"], ["restore", "03@1"], ["update"]):
        done = learn(installed, tmp_path / "exercises", *arguments)
        assert done.returncode == 0, (arguments, done.stdout + done.stderr)
        assert mine.read_bytes() == (stub if arguments[0] == "reset" else b"mine = 1\r\n")
    assert "Matrix multiply by hand" in learn(installed, tmp_path, "read", "03").stdout
