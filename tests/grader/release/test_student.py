"""The learners' archive: nothing hidden in it, and its check of the public examples."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course, Exercise, bundled_course
from grader.release.making import Wanted, make

SHORT = 12  # characters: a line below says nothing of its own


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The archive of the whole course, each file's text by its name."""
    made = make(bundled_course(), "student", Wanted(tmp_path_factory.mktemp("releases")))
    with zipfile.ZipFile(made.path) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def lines(text: str) -> set[str]:
    return {line for each in text.splitlines() if len(line := each.strip()) >= SHORT}


def hidden_lines(exercise: Exercise) -> set[str]:
    """What stands in a suite, a reference or a wrong, and neither in a visible case nor a stub."""
    secret = {
        line
        for path in (exercise.suite, exercise.reference, *exercise.wrongs, *exercise.rights)
        for line in lines(path.read_text("utf-8"))
    }
    return secret - public_lines(exercise)


def public_lines(exercise: Exercise) -> set[str]:
    text = exercise.suite.read_text("utf-8")
    visible = {case.id for case in exercise.cases if case.visible}
    found = lines(exercise.stub.read_text("utf-8"))
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name in visible:
            found |= lines(ast.get_source_segment(text, node) or "")
    return found


def test_no_name_of_a_hidden_file_is_in_it(archive: dict[str, str]) -> None:
    course = bundled_course()
    names = {Path(name).name for name in archive}
    wrongs = {path.name for e in course.exercises for path in (*e.wrongs, *e.rights)}
    assert wrongs
    assert not names & wrongs
    assert not [n for n in archive if {"tests", "solutions", "grader"} & set(Path(n).parts)]
    told = "\n".join(archive.values())
    stems = {Path(name).stem for name in wrongs if len(Path(name).stem) > SHORT}
    assert len(stems) > 300
    assert not [stem for stem in stems if stem in told]


def test_no_line_of_a_suite_a_reference_or_a_wrong_is_in_it(archive: dict[str, str]) -> None:
    course = bundled_course()
    public = set().union(*(public_lines(e) for e in course.exercises))
    hidden = set().union(*(hidden_lines(e) for e in course.exercises)) - public
    own = lines(
        (Path(__file__).parents[3] / "grader/release/scripts/check_examples.py").read_text()
    )
    assert len(hidden) > 5000
    for name, text in archive.items():
        found = lines(text) & hidden
        if name.endswith("check_examples.py"):
            found -= own  # Python that anybody writes: import torch, return False
        assert not found, (name, sorted(found)[:5])


def test_the_files_are_the_stubs_as_they_are(archive: dict[str, str]) -> None:
    for exercise in bundled_course().exercises:
        stub = exercise.stub.read_text("utf-8")
        assert archive[f"learn-torch/exercises/{exercise.slug}.py"] == stub


def check(folder: Path, *numbers: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "toy" / "check_examples.py"), *numbers]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=100)


def test_its_check_knows_untouched_right_and_wrong(
    release: Callable[..., Path], tmp_path: Path, right: str, grader
) -> None:
    folder = release("student", tmp_path / "out")
    answer = folder / "toy" / "exercises" / "01_double.py"
    said = check(folder, "1")
    assert (said.returncode, said.stdout) == (1, "01_double.py: not written yet\n")
    answer.write_text(right)
    said = check(folder, "01")
    assert (said.returncode, said.stdout) == (
        0,
        "01_double.py: agrees with the 1 public examples\n",
    )
    answer.write_text("def double(x):\n    return x + 2\n")
    said = check(folder, "1")
    assert said.returncode == 1
    assert "got      tensor([3.0000, 4.5000])\n  expected tensor([2., 5.])" in said.stdout
    answer.write_text("def double(x:\n")
    said = check(folder, "1")
    assert said.returncode == 1
    assert "01_double.py: cannot be run" in said.stdout
    assert check(folder, "66").returncode == 1


def test_chosen_exercises_are_all_there_is(
    release: Callable[..., Path], tmp_path: Path, grader
) -> None:
    course: Course = grader.course
    folder = release("student", tmp_path / "out", exercises=[course.find("02")])
    names = {p.name for p in folder.rglob("*") if p.is_file()}
    own = {"02_counter.py", "02_counter.json", "check_examples.py", "release.json", "README.txt"}
    assert names == own
