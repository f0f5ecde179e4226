"""Each platform's entry script, started as the platform does over the folders that it mounts."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import run

WRONG = "def double(x):\n    return x + 2\n"
Release = Callable[..., Path]


@pytest.fixture
def autograder(release: Release, tmp_path: Path) -> Path:
    """/autograder, with the archive unpacked in it and nothing handed in."""
    root = tmp_path / "autograder"
    (root / "submission").mkdir(parents=True)
    release("gradescope", root / "source")
    return root


def graded(root: Path) -> subprocess.CompletedProcess[str]:
    return run(root / "source" / "run_autograder", AUTOGRADER_ROOT=str(root))


def results(root: Path) -> dict:
    return json.loads((root / "results" / "results.json").read_text())


def test_gradescope_gets_the_points_of_each_case(autograder: Path, right: str) -> None:
    (autograder / "submission" / "01_double.py").write_text(right)
    done = graded(autograder)
    assert done.returncode == 0, done.stderr
    found = results(autograder)
    assert found["score"] == sum(test["max_score"] for test in found["tests"]) == 5
    assert [test["status"] for test in found["tests"]] == ["passed"] * 4
    (autograder / "submission" / "01_double.py").write_text(WRONG)
    assert graded(autograder).returncode == 0
    found = results(autograder)
    assert found["score"] < 5
    assert "failed" in [test["status"] for test in found["tests"]]
    assert "adds_two" not in json.dumps(found)


def test_gradescope_tells_a_student_which_names_are_understood(autograder: Path) -> None:
    (autograder / "submission" / "homework.txt").write_text("here it is")
    done = graded(autograder)
    assert done.returncode == 0, done.stderr
    assert results(autograder)["score"] == 0
    assert "01_double.py, 02_counter.py, 03_hasty.py" in results(autograder)["output"]


def test_a_chosen_exercise_that_is_not_handed_in_counts_as_nothing(
    release: Release, tmp_path: Path, right: str, grader
) -> None:
    chosen = [grader.course.find(number) for number in ("1", "3")]
    root = tmp_path / "autograder"
    (root / "submission").mkdir(parents=True)
    release("gradescope", root / "source", exercises=chosen)
    (root / "submission" / "01_double.py").write_text(right)
    assert graded(root).returncode == 0
    found = results(root)
    assert found["score"] == 5
    assert sum(test["max_score"] for test in found["tests"]) == 10


def test_after_a_fault_gradescope_gets_no_results(autograder: Path, right: str) -> None:
    (autograder / "submission" / "01_double.py").write_text(right)
    (autograder / "source/learn/grader/course/solutions/01_double.py").write_text("1 / 0\n")
    done = graded(autograder)
    assert done.returncode == 3
    assert not (autograder / "results").exists()
    assert "the submission was not graded" in done.stderr


def test_setup_installs_what_is_needed_and_the_autograder_uses_it(
    autograder: Path, right: str
) -> None:
    """With an environment that has everything already, so that nothing is downloaded."""
    venv.create(autograder / "venv", with_pip=False)
    purelib = sysconfig.get_path(
        "purelib", vars={"base": str(autograder / "venv"), "platbase": str(autograder / "venv")}
    )
    inherited = [entry for entry in sys.path if entry.endswith("site-packages")]
    (Path(purelib) / "inherited.pth").write_text("\n".join(inherited) + "\n")
    setup = run(
        autograder / "source" / "setup.sh",
        AUTOGRADER_ROOT=str(autograder),
        PIP_NO_INDEX="1",
        PIP_NO_DEPS="1",
    )
    assert setup.returncode == 0, setup.stderr
    assert "seccomp" in setup.stdout  # the doctor's words, for the build's log
    (autograder / "submission" / "01_double.py").write_text(right)
    script = autograder / "source" / "run_autograder"
    environment = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(autograder)}
    done = subprocess.run([script], env=environment, cwd="/", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert results(autograder)["score"] == 5


@pytest.mark.parametrize("chosen", [(), ("1", "3")], ids=["all", "two"])
def test_prairielearn_grades_the_question_that_it_mounts_and_no_other(
    release: Release, tmp_path: Path, right: str, grader, chosen: tuple[str, ...]
) -> None:
    exercises = [grader.course.find(number) for number in chosen]
    course = release("prairielearn", tmp_path / "course", exercises=exercises)
    root = tmp_path / "grade"
    (root / "student").mkdir(parents=True)
    (root / "serverFilesCourse").symlink_to(course / "serverFilesCourse")
    (root / "tests").symlink_to(course / "questions" / "toy" / "01_double" / "tests")
    info = json.loads((course / "questions/toy/01_double/info.json").read_text())
    entry = info["externalGradingOptions"]["entrypoint"].replace("/grade/", f"{root}/")
    done = run(Path(entry), GRADE_ROOT=str(root))
    assert done.returncode == 0, done.stderr
    assert results(root)["gradable"] is False
    assert "01_double.py" in results(root)["format_errors"][0]
    (root / "student" / "01_double.py").write_text(right)
    done = run(Path(entry), GRADE_ROOT=str(root))
    assert done.returncode == 0, done.stderr
    assert results(root)["score"] == 1
    assert len(results(root)["tests"]) == 4


def test_github_gets_a_step_output_that_the_reporter_reads(
    release: Release, tmp_path: Path, right: str
) -> None:
    image = release("docker", tmp_path / "image")
    repository = release("github", tmp_path / "repository")
    (repository / "exercises" / "01_double.py").write_text(right)
    step = tmp_path / "output"
    step.write_text("before=1\n")
    variables = {"GITHUB_WORKSPACE": str(repository), "GITHUB_OUTPUT": str(step)}
    done = run(image / "learn" / "platform", "github", **variables)
    assert done.returncode == 0, done.stderr
    before, line = step.read_text().splitlines()
    found = json.loads(base64.b64decode(line.removeprefix("result=")))
    assert before == "before=1"
    assert found["max_score"] >= sum(test["score"] for test in found["tests"]) == 5
    assert found["status"] == "fail"  # the other two are untouched
    done = run(image / "learn" / "platform", "github", GITHUB_WORKSPACE=str(repository))
    assert done.returncode == 3
    assert "the step has no output" in done.stderr


def test_the_image_grades_a_class(release: Release, tmp_path: Path, right: str) -> None:
    image = release("docker", tmp_path / "image")
    (tmp_path / "in" / "ann").mkdir(parents=True)
    (tmp_path / "in" / "ann" / "01_double.py").write_text(right)
    output = tmp_path / "class.csv"
    done = run(
        image / "learn" / "learn", "grade", str(tmp_path / "in"), "--format", "csv",
        "--output", str(output), "--gradebook", str(tmp_path / "book.sqlite"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ann" in output.read_text()


def test_an_unknown_platform_and_a_missing_folder_are_faults(
    release: Release, tmp_path: Path
) -> None:
    image = release("docker", tmp_path / "image")
    done = run(image / "learn" / "platform", "canvas")
    assert (done.returncode, done.stderr.splitlines()[0]) == (3, "there is no platform 'canvas'")
    done = run(image / "learn" / "platform", "gradescope", AUTOGRADER_ROOT=str(tmp_path / "no"))
    assert done.returncode == 3
    assert "gradescope puts the submission there" in done.stderr
