"""The whole of it in a real kernel, and its verdicts beside those of `learn check --json`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from grader.catalog import bundled_course

ROOT = bundled_course().root
RIGHT = (ROOT / "solutions" / "03_matmul.py").read_text("utf-8")
CLASS = (ROOT / "solutions" / "17_linear_module.py").read_text("utf-8")
WRONG = (
    RIGHT.replace("def matmul", "def matmul_old")
    + """

def matmul(A, B):
    print("a print of <b>mine</b>", A.shape)
    return matmul_old(A, B) * 2
"""
)
RAISES = (
    RIGHT.replace("def matmul", "def matmul_old")
    + """

def matmul(A, B):
    return matmul_old(A, B)[A.shape[0]]
"""
)
ENDLESS = (
    RIGHT.replace("def matmul", "def matmul_old")
    + """

def matmul(A, B):
    while True:
        pass
"""
)
CASES = {
    # First: a function that another cell defines would not be missing.
    "a function missing": ("03", "def dot(a, b):\n    return (a * b).sum()\n"),
    "right": ("03", RIGHT),
    "wrong": ("03", WRONG),
    "no Python": ("03", RIGHT + "\n\ndef dot(:\n    pass\n"),
    "raises": ("03", RAISES),
    "endless": ("03", ENDLESS),
    "a class": ("17", CLASS),
    "a wrong class": ("17", CLASS.replace("else out + self.bias", "else out - self.bias")),
    "a banned operation": ("03", RIGHT + "\n\ndef matmul(A, B):\n    return A @ B\n"),
    "an import that fails": ("03", "import nowhere_to_be_found\n" + RIGHT),
    "nothing done": ("03", (ROOT / "exercises" / "03_matmul.py").read_text("utf-8")),
}  # fmt: skip
LISTEN = """
import json
from grader.notebook import magic
from grader.render.json_report import to_json
reports, grade = [], magic.grade_cell
def listening(*given):
    found = grade(*given)
    reports.append(json.loads(to_json(found[0].report)))
    return found
magic.grade_cell = listening
"""


def verdicts(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What must be the same: each case's verdict, and the points."""
    cases = report["cases"]
    told = [(case["id"], case["device"], case["verdict"], case["possible"]) for case in cases]
    return [*told, report["totals"]]


@pytest.fixture(scope="module")
def told(run_cells: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Any]]:
    """Each case's report in a notebook, with what its cell showed, all in one kernel."""
    cells = [f"%%check {number}\n{text}" for number, text in CASES.values()]
    start = ["from grader.notebook import check", LISTEN]
    shown = run_cells([*start, *cells, "print(json.dumps(reports))"], tmp_path_factory.mktemp("c"))
    reports = json.loads(shown[-1].printed)
    return dict(zip(CASES, zip(reports, shown[2:-1], strict=True), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_cell_gets_the_verdicts_of_the_command_line(name, told, tmp_path):
    number, text = CASES[name]
    path = tmp_path / "answer.py"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "grader.cli", "check", number, "--file", "answer.py", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    report, shown = told[name]
    assert done.returncode in (0, 1), done.stderr
    assert verdicts(report) == verdicts(json.loads(done.stdout))
    assert report["totals"]["passed"] is (name in ("right", "a class"))
    assert "learn-card" in shown.html
    assert report["title"] in shown.plain


def test_a_print_and_a_name_of_the_submission_are_escaped(told):
    shown = told["wrong"][1]
    assert "a print of &lt;b&gt;mine&lt;/b&gt;" in shown.html
    assert "<b>mine" not in shown.html
    assert "  | a print of <b>mine</b>" in shown.plain
    assert "again: %%check 03 --only" in shown.plain
    assert 'hint: hint("03")' in shown.plain


def test_lines_keep_the_numbers_that_they_have_in_the_cell(told):
    _, shown = told["no Python"]
    line = 1 + CASES["no Python"][1].split("\n").index("def dot(:") + 1
    assert f"SyntaxError in line {line}" in shown.plain
    assert f"this cell:{line}" in shown.plain
    assert shown.error == ""  # it was not run in the notebook
