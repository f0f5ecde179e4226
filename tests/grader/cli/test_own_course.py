"""A course that has nothing of the bundled one, and every command over it as it is typed."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import grader as package
from grader.catalog import bundled_course

FILES = {
    "exercises/parts.txt": "41 Strings of numbers\n77 The rest\n",
    "exercises/41_halve.py": '''
        """Halve a tensor

        >>> import torch
        >>> halve(torch.tensor([2.0, 5.0]))
        tensor([1.0000, 2.5000])
        """

        import torch


        def halve(x):
            raise NotImplementedError
        ''',
    "exercises/77_last.py": '''
        """The last number

        >>> last([3, 4])
        4
        """


        def last(numbers):
            raise NotImplementedError
        ''',
    "solutions/41_halve.py": '"""Halve a tensor"""\n\n\ndef halve(x):\n    return x / 2\n',
    "solutions/77_last.py": '"""The last number"""\n\n\ndef last(numbers):\n    return numbers[-1]\n',
    "tests/41_halve.py": '''
        """Hidden suite of 41_halve."""

        import pytest

        pytestmark = pytest.mark.exercise(
            minutes=2, devices=("cpu",), hints=("How many?", "Two of them.", "One of the two.")
        )


        @pytest.mark.visible
        def test_example(agree, rng):
            """the example"""
            agree("halve", rng.tensor([2.0, 5.0]))


        def test_tables(agree, rng):
            """tables"""
            agree("halve", rng.normal(2, 5))
            agree("halve", rng.normal(5, 2))
            agree.grad("halve", rng.normal(3))
        ''',
    "tests/77_last.py": '''
        """Hidden suite of 77_last."""

        import pytest

        pytestmark = pytest.mark.exercise(
            minutes=1, devices=("cpu",), hints=("Where?", "At the end.", "Count from the end.")
        )


        @pytest.mark.visible
        def test_lists(agree, rng):
            """some lists"""
            agree("last", [3, 4])
            agree("last", rng.integers(4, low=1).tolist())
        ''',
    "tests/wrong/41_halve/squared.py": '"""You took the root."""\n\n\ndef halve(x):\n    return x**0.5\n',
    "tests/wrong/77_last/first.py": '"""That is the first."""\n\n\ndef last(numbers):\n    return numbers[0]\n',
    "tests/right/41_halve/times.py": "def halve(x):\n    return 0.5 * x\n",
    "tests/right/41_halve/torch_div.py": "import torch\n\n\ndef halve(x):\n    return torch.div(x, 2)\n",
    "tests/right/77_last/pop.py": "def last(numbers):\n    return list(numbers).pop()\n",
    "tests/right/77_last/loop.py": "def last(numbers):\n    for number in numbers:\n        pass\n    return number\n",
}  # fmt: skip

Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("courses") / "tiny"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    return root


def type_in(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("LEARN_COURSE", "NO_COLOR")}
    checkout = str(Path(package.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "grader.cli", *arguments],
        cwd=folder, env={**environment, "PYTHONPATH": checkout, "COLUMNS": "80", **variables},
        capture_output=True, text=True, timeout=200,
    )  # fmt: skip


@pytest.fixture(scope="module")
def workspace(course: Path) -> Path:
    folder = course.parent / "mine"
    said = type_in(course.parent, "--course", str(course), "init", str(folder))
    assert said.returncode == 0, said.stderr
    assert "2 exercises copied" in said.stdout
    return folder


@pytest.fixture(scope="module")
def typed(workspace: Path) -> Typed:
    """A command in the workspace, which remembers its course."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return type_in(workspace, *arguments)

    return run


def test_the_folder_remembers_its_course_for_every_command(typed: Typed, workspace: Path) -> None:
    said = typed("list", "--json")
    assert [row["slug"] for row in json.loads(said.stdout)] == ["41_halve", "77_last"]
    assert type_in(workspace / "exercises", "list", "--json").stdout == said.stdout
    assert "How many?" in typed("hint").stdout
    assert "Halve a tensor" in typed("read").stdout
    assert "41" in typed().stdout
    assert typed("goto", "77").returncode == 0
    assert "some" not in typed("diff", "41").stdout
    assert typed("doctor", "--plain").returncode == 0
    assert "up to date" in typed("update").stdout


def test_a_learner_goes_through_it(typed: Typed, workspace: Path, course: Path) -> None:
    untouched = typed("check", "41")
    assert untouched.returncode == 1
    answer = workspace / "exercises" / "41_halve.py"
    answer.write_text("def halve(x):\n    return x**0.5\n")
    assert "You took the root." in typed("check", "halve").stdout
    answer.write_text((course / "solutions" / "41_halve.py").read_text())
    passed = typed("check", "41")
    assert passed.returncode == 0
    assert "next: 77 The last number" in passed.stdout
    assert "cuda" not in passed.stdout
    progress = typed("progress", "--plain").stdout
    assert "Strings of numbers" in progress
    assert "1/2" in progress
    assert "return x / 2" in typed("solution", "41").stdout
    assert typed("history", "41").returncode == 0
    assert typed("reset", "41").returncode == 0
    assert typed("undo").returncode == 0
    page = workspace / "page.html"
    assert typed("progress", "--html", str(page)).returncode == 0
    assert "The rest" in page.read_text()


def test_its_demo_shows_its_own_exercise_and_it_has_no_shows(typed: Typed) -> None:
    demo = typed("demo", "--plain")
    assert demo.returncode == 0, demo.stderr
    assert "You took the root." in demo.stdout
    assert demo.stdout.rstrip().endswith("learn check 41")
    shows = typed("show")
    assert (shows.returncode, shows.stderr) == (2, "this course has no shows\n")
    assert typed("show", "41").returncode == 2


def test_staff_grade_with_it(course: Path, tmp_path: Path) -> None:
    for student, text in (("ann", "def last(n):\n    return n[-1]\n"), ("ben", "def last(n): 1\n")):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "77_last.py").write_text(text)
    output = ("--format", "csv", "--output", "class.csv")
    said = type_in(tmp_path, "grade", "in", *output, LEARN_COURSE=str(course))
    assert said.returncode == 0, said.stderr
    table = (tmp_path / "class.csv").read_text()
    assert "77_last" in table
    assert "41_halve" not in table
    # The command line is nearer than the environment.
    said = type_in(tmp_path, "--course", str(course), "list", LEARN_COURSE="/nowhere")
    assert "41  Halve a tensor" in said.stdout


def test_its_author_proves_packs_and_gives_it_away(course: Path, tmp_path: Path) -> None:
    named = ("--course", str(course))
    packed = type_in(tmp_path, *named, "dev", "pack")
    assert packed.returncode == 0, packed.stdout
    assert "2 exercises: 2 ok" in packed.stdout
    with zipfile.ZipFile(tmp_path / "releases" / "tiny-course-1.zip") as archive:
        archive.extractall(tmp_path / "given")
    given = tmp_path / "given" / "tiny"
    assert {str(p.relative_to(given)) for p in given.rglob("*.*")} == {*FILES, "release.json"}
    assert type_in(tmp_path, "--course", "given/tiny", "init", "mine").returncode == 0
    assert json.loads((tmp_path / "mine/.learn/course.json").read_text())["release"] == "1"
    new = type_in(tmp_path, "--course", "given/tiny", "dev", "new", "78", "median")
    assert new.returncode == 0, new.stderr
    (given / "tests" / "78_median.py").write_text('"""No suite."""\n')
    refused = type_in(tmp_path, "--course", "given/tiny", "dev", "pack")
    assert refused.returncode == 1
    assert "nothing was packed" in refused.stdout
    again = type_in(tmp_path, "--course", "given/tiny", "dev", "pack", "--no-check")
    assert "release 2 of tiny" in again.stdout


def test_its_release_for_learners_is_of_its_own_numbers(course: Path, tmp_path: Path) -> None:
    said = type_in(tmp_path, "--course", str(course), "release", "student", "--exercise", "41")
    assert said.returncode == 0, said.stderr
    with zipfile.ZipFile(tmp_path / "releases" / "tiny-student-1.zip") as archive:
        assert "tiny/exercises/41_halve.py" in archive.namelist()
        assert "tiny/exercises/77_last.py" not in archive.namelist()
        assert "check_examples.py 41" in archive.read("tiny/README.txt").decode()


def test_a_course_that_is_gone_is_told_and_can_be_found_again(course: Path, tmp_path: Path) -> None:
    moved = tmp_path / "tiny"
    moved.symlink_to(course)
    one = tmp_path / "one"
    (one / "exercises").mkdir(parents=True)
    for path in (course / "exercises").iterdir():
        (one / "exercises" / path.name).write_bytes(path.read_bytes())
    assert type_in(tmp_path, "--course", str(one), "init", "mine").returncode == 0
    (one / "exercises").rename(one / "elsewhere")
    said = type_in(tmp_path / "mine", "list")
    assert said.returncode == 2
    assert said.stderr.splitlines()[0] == f"there is no course in {one}"
    assert f"learn --course PATH init {tmp_path / 'mine'}" in said.stderr
    assert type_in(tmp_path, "--course", str(moved), "init", "mine").returncode == 0
    assert type_in(tmp_path / "mine", "list").returncode == 0


def test_two_courses_do_not_mix_in_one_folder(course: Path, tmp_path: Path) -> None:
    assert type_in(tmp_path, "init", "mine").returncode == 0
    before = sorted(tmp_path.rglob("*"))
    said = type_in(tmp_path, "--course", str(course), "init", "mine")
    assert said.returncode == 2
    assert "holds exercises of another course" in said.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_course_that_came_along_with_a_folder_is_not_run_by_itself(
    course: Path, tmp_path: Path
) -> None:
    """A student's folder names a course of the student's own, whose suite would be trusted."""
    theirs = tmp_path / "ann"
    copied = theirs / "course"
    for name, text in FILES.items():
        (copied / name).parent.mkdir(parents=True, exist_ok=True)
        (copied / name).write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    assert type_in(tmp_path, "--course", str(copied), "init", "ann").returncode == 0
    said = type_in(theirs, "check", "41")
    assert said.returncode == 2
    assert "names a course inside itself" in said.stderr
    for where in (str(course), "../ann/course"):
        record = theirs / ".learn" / "course.json"
        record.write_text(json.dumps(json.loads(record.read_text()) | {"course": where}))
        said = type_in(theirs, "grade", "exercises", "--dry-run")
        assert "41_halve" not in said.stdout.split("not understood")[0]
    assert type_in(theirs, "list").returncode == 2
    assert type_in(theirs, "--course", "course", "list").returncode == 0


def test_no_line_of_the_engine_knows_an_exercise_of_the_bundled_course() -> None:
    root = Path(package.__file__).parent
    slugs = [exercise.slug for exercise in bundled_course().exercises]
    found = []
    for path in root.rglob("*.py"):
        parts = path.relative_to(root).parts
        if parts[0] in ("course", "shows"):
            continue
        for node in ast.walk(_without_docstrings(ast.parse(path.read_text("utf-8")))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [(path.name, slug) for slug in slugs if slug in node.value]
    assert found == []


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            node.body = [ast.Pass(), *node.body[1:]]
    return tree
