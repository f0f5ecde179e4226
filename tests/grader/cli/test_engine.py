"""The engine of `learn grade`, chosen on the command line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Learn = Callable[..., Any]
WRONG = "def double(x):\n    return x\n"


@pytest.fixture
def handed(tmp_path: Path, right: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"ann": right, "ben": WRONG}.items():
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "01_double.py").write_text(text)
    return tmp_path


def test_a_class_is_graded_on_a_dask_cluster_of_this_machine(learn: Learn, handed: Path) -> None:
    said = learn(
        "grade", "in", "--engine", "dask", "--jobs", "1", "--format", "csv", "--output", "c.csv"
    )
    assert said.code == 0, said.err
    with Path("c.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 2
    again = learn("grade", "in", "--engine", "dask", "--jobs", "1")
    assert "grading" not in again.err  # all is in the gradebook


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--address", "tcp://host:1"], "--address is for --engine dask"),
        (["--engine", "dask", "--shared", "x"], "--shared is for --engine slurm"),
        (["--slurm", "time=3"], "--slurm is for --engine slurm"),
        (["--engine", "slurm"], "needs a folder that every machine of the cluster sees"),
        (["--engine", "slurm", "--shared", "x", "--slurm", "y"], "is no option of a job"),
    ],
)
def test_options_that_do_not_fit_are_refused_before_anything_is_graded(
    learn: Learn, handed: Path, options: list[str], told: str
) -> None:
    said = learn("grade", "in", *options)
    assert said.code == 2
    assert told in said.err


@pytest.mark.parametrize(("engine", "library"), [("dask", "distributed"), ("slurm", "submitit")])
def test_a_missing_extra_is_said_with_the_pip_command(
    learn: Learn, handed: Path, monkeypatch: pytest.MonkeyPatch, engine: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    options = ["--shared", "x"] if engine == "slurm" else []
    said = learn("grade", "in", "--engine", engine, *options)
    assert said.code == 2
    assert f"pip install 'learn-torch[{engine}]'" in said.err
