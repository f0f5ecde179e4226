"""The peers that grade notebooks, or bring their own kind of test: otter-grader and nbgrader."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path
from textwrap import indent
from typing import Any

from peer_checks import CHECKS, NAMES
from peer_graders import Grader, Verdicts, full_marks, timed

OTTER_TEST = """\
OK_FORMAT = False
name = "{name}"
points = 1
import torch
from otter.test_files import test_case


@test_case(points=1)
def test_{name}({names}):
{body}"""


def by_otter(python: str, folder: Path, texts: dict[str, str]) -> tuple[float, Verdicts]:
    """`otter run` in a fresh process for the one submission, with its own kind of test file."""
    ((name, text),) = texts.items()
    (folder / "answer.py").write_text(text, "utf-8")
    (folder / "out").mkdir()
    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python"}))
        for check, body in CHECKS.items():
            parts = {"name": check, "names": ", ".join(NAMES), "body": indent(body, "    ")}
            archive.writestr(f"tests/{check}.py", OTTER_TEST.format(**parts))
    command = [python, "-m", "otter", "run", "-a", "autograder.zip", "-o", "out", "answer.py"]
    seconds, _ = timed(command, folder)
    return seconds, {name: full_marks(folder / "out" / "results.json")}


def by_nbgrader(python: str, folder: Path, texts: dict[str, str]) -> tuple[float, Verdicts]:
    """`nbgrader autograde`, one command for all; each submission is a notebook with a kernel."""
    for place, text in {"source": "", **{f"submitted/{n}": t for n, t in texts.items()}}.items():
        path = folder / place / "03_matmul" / "03_matmul.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(_notebook(text)), "utf-8")
    beside = f"{Path(python).parent}{os.pathsep}"  # it starts a program by name
    command = [python, "-m", "nbgrader"]
    timed([*command, "generate_assignment", "03_matmul", "--create"], folder, path=beside)
    seconds, _ = timed([*command, "autograde", "03_matmul"], folder, (0, 1), path=beside)
    timed([*command, "export", "--to=grades.csv"], folder, path=beside)
    with (folder / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    return seconds, {
        name: name in rows and float(rows[name]["score"]) >= float(rows[name]["max_score"])
        for name in texts
    }


def _notebook(answer: str) -> dict[str, Any]:
    cells = [_cell("answer", answer, tested=False)]
    cells += [_cell(name, f"import torch\n\n{body}", tested=True) for name, body in CHECKS.items()]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def _cell(name: str, source: str, tested: bool) -> dict[str, Any]:
    marked: dict[str, Any] = {"grade_id": name, "grade": tested, "solution": not tested}
    marked |= {"locked": tested, "task": False, "schema_version": 3}
    if tested:
        marked["points"] = 1
    blank = {"execution_count": None, "outputs": [], "metadata": {"nbgrader": marked}}
    return {"cell_type": "code", "id": name, "source": source, **blank}


NOTEBOOK_GRADERS = [
    Grader("otter run, a process each", "otter", by_otter),
    Grader("nbgrader autograde, all ten", "nbgrader", by_nbgrader, together=True),
]
