from __future__ import annotations

import importlib.util
import math
import struct
import xml.etree.ElementTree as ElementTree

import pytest

from grader.errors import UsageError
from grader.shows.curve import Curve
from grader.shows.plot import check_plot, svg, write_plot

VALUES = tuple(1.5 + 3 * math.exp(-i / 40) for i in range(300))
CURVE = Curve("loss of <your> GPT & others", VALUES, level=2.3, level_name="pairs")


def test_an_svg_holds_title_axes_curve_and_level():
    root = ElementTree.fromstring(svg(CURVE))
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == "loss of <your> GPT & others"
    assert {"0", "steps", "pairs: 2.30"} <= set(words)
    thin, thick = root.iter("{http://www.w3.org/2000/svg}path")
    ends = [tuple(map(float, point[1:].split())) for point in _points(thick.get("d"))]
    assert ends[0][0] < ends[-1][0]
    assert ends[0][1] < ends[-1][1]  # down the page: the loss falls
    assert len(_points(thin.get("d"))) == len(VALUES)


def _points(path: str) -> list[str]:
    return path.replace("L", "|L").replace(" |", "|").split("|")


@pytest.mark.parametrize("values", [(), (math.nan,), (1.0,), (math.inf, 2.0, math.nan, 1.0)])
def test_any_losses_make_a_readable_svg(values):
    ElementTree.fromstring(svg(Curve("loss", values)))


def test_a_png_is_a_picture(tmp_path):
    pytest.importorskip("matplotlib", reason="the picture is drawn by it")
    path = tmp_path / "loss.PNG"
    check_plot(path)
    write_plot(CURVE, path)
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert min(width, height) > 400


def test_an_svg_is_written_where_it_was_asked_for(tmp_path):
    write_plot(CURVE, tmp_path / "loss.svg")
    assert (tmp_path / "loss.svg").read_text("utf-8") == svg(CURVE)


def test_a_png_without_matplotlib_says_what_does_without(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        check_plot(tmp_path / "loss.png")
    assert "needs matplotlib" in caught.value.what
    assert caught.value.next_step.endswith("loss.svg")


@pytest.mark.parametrize(
    ("name", "says"),
    [("loss.gif", "neither"), ("no/loss.svg", "there is no folder"), ("own.svg", "is a folder")],
)
def test_a_place_that_cannot_be_is_refused_before_the_training(tmp_path, name, says):
    (tmp_path / "own.svg").mkdir()
    with pytest.raises(UsageError, match=says):
        check_plot(tmp_path / name)


def test_a_file_that_cannot_be_written_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_plot(CURVE, tmp_path / "gone" / "loss.svg")
