"""What a platform starts for one submission: finds it, has it graded, puts the answer in its place.

The answer is written once, whole. After a fault of the grader there is none and the exit code is
not 0: no platform may take that for a score.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from grader.catalog import Course, Exercise, bundled_course
from grader.errors import Fault, LearnError
from grader.intake import collect
from grader.release.archive import write

TOP = Path(__file__).resolve().parent.parent.parent  # the folder with start.py in it
RUBRIC = TOP / "course.toml"


@dataclass(frozen=True)
class Platform:
    """Where a platform puts a submission, below a folder that ``variable`` names in a test.

    ``missing``: the answer when nothing was handed in that can be graded, given a text for the
    student. ``place``: puts an answer where the platform looks for it.
    """

    variable: str
    root: str
    handed_in: str
    missing: Callable[[str], dict[str, object]]
    place: Callable[[str, Path, Mapping[str, str]], None]
    exercise: str = ""  # the file that names the one exercise, if there is such a file


def _into(name: str) -> Callable[[str, Path, Mapping[str, str]], None]:
    def place(answer: str, root: Path, environment: Mapping[str, str]) -> None:
        write(root / name, answer.encode())

    return place


def _step_output(answer: str, root: Path, environment: Mapping[str, str]) -> None:
    """The output ``result`` of a step: base64, which the reporter reads."""
    try:
        with Path(environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
            file.write(f"result={base64.b64encode(answer.encode()).decode()}\n")
    except (KeyError, OSError) as error:
        raise Fault("the step has no output to write to", f"GITHUB_OUTPUT: {error}") from None


PLATFORMS = {
    "gradescope": Platform(
        "AUTOGRADER_ROOT",
        "/autograder",
        "submission",
        lambda said: {"score": 0, "output": said, "output_format": "text"},
        _into("results/results.json"),
    ),
    "prairielearn": Platform(
        "GRADE_ROOT",
        "/grade",
        "student",
        lambda said: {"gradable": False, "format_errors": [said]},
        _into("results/results.json"),
        exercise="tests/exercise.txt",
    ),
    "github": Platform(
        "GITHUB_WORKSPACE",
        ".",
        "exercises",
        lambda said: {"version": 1, "status": "error", "message": said, "tests": []},
        _step_output,
    ),
}


def run() -> NoReturn:
    """Grades the submission of the platform that the first argument names; ends the process."""
    try:
        sys.exit(answer(sys.argv[1:], os.environ))
    except LearnError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


def answer(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Puts a platform's answer in its place; 0 when there is one.

    Args:
        arguments: the platform's name; what follows goes to ``learn grade``.
        environment: whose variables may move the platform's folders.

    Raises Fault when the platform is unknown or has no such folder.
    """
    name, *options = arguments or [""]
    if name not in PLATFORMS:
        raise Fault(f"there is no platform {name!r}", f"known are {', '.join(sorted(PLATFORMS))}")
    platform = PLATFORMS[name]
    root = Path(environment.get(platform.variable, platform.root)).resolve()
    handed_in, course = root / platform.handed_in, bundled_course()
    if not handed_in.is_dir():
        raise Fault(f"there is no folder {handed_in}", f"{name} puts the submission there")
    only = _exercise(platform, root, course)
    if not collect([handed_in], course, only).submissions:
        names = [only] if only else course.exercises
        told = ", ".join(f"{exercise.slug}.py" for exercise in names[:40])
        said = f"Nothing was handed in that can be graded. Hand in files of these names: {told}"
        platform.place(json.dumps(platform.missing(said)), root, environment)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        more = [*(("--exercise", only.slug) if only else ()), *options]
        graded = _graded(name, handed_in, Path(scratch), more)
    platform.place(graded, root, environment)
    return 0


def _exercise(platform: Platform, root: Path, course: Course) -> Exercise | None:
    if not platform.exercise:
        return None
    path = root / platform.exercise
    try:
        return course.find(path.read_text("utf-8").strip())
    except OSError as error:
        raise Fault(f"{path} cannot be read", str(error.strerror)) from None


def _graded(name: str, handed_in: Path, scratch: Path, options: Sequence[str]) -> str:
    """The platform's own text about the submission. Raises Fault when it was not graded."""
    output = scratch / "answer.json"  # named as one file, and not as a folder of them
    rubric = ["--rubric", str(RUBRIC)] if RUBRIC.is_file() else []
    command = [
        sys.executable, str(TOP / "start.py"), "grade", str(handed_in), *rubric,
        "--gradebook", str(scratch / "gradebook.sqlite"), "--jobs", "1",
        "--format", name, "--output", str(output), *options,
    ]  # fmt: skip
    code = subprocess.run(command, cwd=scratch, stdin=subprocess.DEVNULL).returncode
    if code != 0 or not output.is_file():
        raise Fault("the submission was not graded", f"learn grade ended with {code}")
    return output.read_text("utf-8")
