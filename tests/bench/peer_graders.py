"""How each peer is set up as its documentation says, run, and asked for its verdict."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import CHECKOUT, environment
from peer_checks import NAMES, as_functions

Verdicts = dict[str, bool]
IMPORTS = f"import torch\n\nfrom answer import {', '.join(NAMES)}\n\n"


@dataclass(frozen=True)
class Grader:
    """One line of the table."""

    name: str
    module: str  # what has to be importable
    grade: Callable[[str, Path, dict[str, str]], tuple[float, Verdicts]]
    together: bool = False  # one command for all submissions; else a process each
    python: str = ""  # not the peers' environment but the course's


def timed(
    command: Sequence[str], folder: Path, allowed: tuple[int, ...] = (0,), path: str = ""
) -> tuple[float, int]:
    """Seconds and exit code. Raises RuntimeError with what it printed for a code not allowed.

    Args:
        command: to run.
        folder: to run it in.
        allowed: exit codes.
        path: put in front of the folders where programs are looked for.
    """
    variables = environment()
    variables["PATH"] = f"{path}{variables['PATH']}"
    if folder != CHECKOUT:  # what the peers write for themselves stays in their folder
        del variables["PYTHONPATH"]
        variables |= {"IPYTHONDIR": str(folder / ".ipython"), "PYTHONWARNINGS": "ignore"}
        places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
        variables |= {f"JUPYTER_{place}": str(folder / ".jupyter" / place) for place in places}
    started = time.perf_counter()
    ended = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if ended.returncode not in allowed:
        printed = f"{ended.stdout}\n{ended.stderr}"[-2000:]
        raise RuntimeError(f"{' '.join(command)} ended with {ended.returncode}:\n{printed}")
    return seconds, ended.returncode


def by_pytest(python: str, folder: Path, texts: dict[str, str]) -> tuple[float, Verdicts]:
    """A fresh process for the one submission; passed if all tests are."""
    ((name, text),) = texts.items()
    (folder / "answer.py").write_text(text, "utf-8")
    (folder / "test_answer.py").write_text(IMPORTS + as_functions(), "utf-8")
    seconds, code = timed([python, "-m", "pytest", "-q", "test_answer.py"], folder, (0, 1))
    return seconds, {name: code == 0}


def full_marks(results: Path) -> bool:
    """Whether a Gradescope results.json has a test, and all of them at their most points."""
    tests = json.loads(results.read_text("utf-8"))["tests"]
    tests = [test for test in tests if test.get("max_score")]
    return bool(tests) and all(test["score"] >= test["max_score"] for test in tests)


GRADESCOPE_END = """

if __name__ == "__main__":
    with open("results.json", "w") as stream:
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestAnswer)
        JSONTestRunner(stream=stream).run(suite)
"""


def by_gradescope(python: str, folder: Path, texts: dict[str, str]) -> tuple[float, Verdicts]:
    """gradescope-utils' JSON runner in a fresh process for the one submission."""
    ((name, text),) = texts.items()
    (folder / "answer.py").write_text(text, "utf-8")
    package = "from gradescope_utils.autograder_utils"
    head = f"import unittest\n\n{package}.decorators import weight\n"
    head += f"{package}.json_test_runner import JSONTestRunner\n{IMPORTS}"
    head += "class TestAnswer(unittest.TestCase):\n"
    method = "    @weight(1)\n    def test_{name}(self):\n"
    tests = as_functions(method, " " * 8)
    (folder / "run_tests.py").write_text(head + tests + GRADESCOPE_END, "utf-8")
    seconds, _ = timed([python, "run_tests.py"], folder)
    return seconds, {name: full_marks(folder / "results.json")}


def by_learn(python: str, folder: Path, texts: dict[str, str]) -> tuple[float, Verdicts]:
    """One command for all, its own suite of 03, a gradebook of its own."""
    for name, text in texts.items():
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "03_matmul.py").write_text(text, "utf-8")
    marks = folder / "marks.json"
    command = [python, "-m", "grader.cli", "grade", str(folder / "in"), "--jobs", "1"]
    command += ["--gradebook", str(folder / "book.sqlite"), "--format", "json"]
    seconds, _ = timed([*command, "--output", str(marks)], CHECKOUT)
    students = json.loads(marks.read_text("utf-8"))["students"]
    return seconds, {
        student["student"]: student["marks"][0]["verdict"] == "passed" for student in students
    }


GRADERS = [
    Grader("pytest, a process each", "pytest", by_pytest, python=sys.executable),
    Grader("gradescope-utils, a process each", "gradescope_utils", by_gradescope),
    Grader("learn grade, all ten, its own fuller suite", "grader", by_learn, True, sys.executable),
]
