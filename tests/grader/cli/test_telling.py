"""--policy and --plot, as a learner types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli.main import main
from grader.cli.telling import draw

WRONG = """
import torch


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"{tuple(pred.shape)} {tuple(y.shape)}")
    return ((pred - y) ** 2).sum()
"""


def test_an_exam_tells_no_more_than_titles_and_the_kind_of_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text(WRONG, encoding="utf-8")
    assert main(["check", "11", "--file", str(answer), "--plain", "--policy", "exam"]) == 1
    screen = capsys.readouterr().out
    assert "the answer is not the expected one" in screen
    for told in ("expected 2", "looks like", "mse(", "smallest call"):
        assert told not in screen


def test_a_plot_that_is_no_svg_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("def mse(:\n", encoding="utf-8")
    assert main(["check", "11", "--file", str(answer), "--plot", "x.png"]) == 2
    assert "--plot writes SVG, not x.png" in capsys.readouterr().err
    assert main(["check", "11", "--file", str(answer), "--plot", str(tmp_path / "x.svg")]) == 1
    assert "nothing to draw" in capsys.readouterr().err
    assert not (tmp_path / "x.svg").exists()


def test_without_a_file_nothing_is_drawn() -> None:
    draw(None, [])
