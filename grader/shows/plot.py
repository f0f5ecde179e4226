"""A loss curve as a file: SVG written here, PNG by matplotlib where it is installed."""

from __future__ import annotations

import importlib
import importlib.util
import math
from pathlib import Path
from xml.sax.saxutils import escape

from grader.errors import UsageError
from grader.shows.curve import Curve, Scale, means, scale

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 56, 60  # margins around the plot
THIN, THICK = 2000, 60  # points that a line has at most
TOGETHER = 5  # losses at least that one point of the thick line is the mean of
PALE, DARK, RED = "#9ecae1", "#08519c", "#b30000"
FONT = "font-family='system-ui, sans-serif' font-size='14' fill='#222'"


def check_plot(path: Path) -> None:
    """Raises UsageError when a plot could not be written there, before time is spent on it."""
    if path.suffix.lower() not in (".svg", ".png"):
        raise UsageError(
            f"a plot is an .svg or a .png file, and {path} is neither",
            "",
            "learn show 32 --plot loss.svg",
        )
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", f"asked for {path}")
    if path.is_dir():
        raise UsageError(f"{path} is a folder")
    if path.suffix.lower() == ".png" and importlib.util.find_spec("matplotlib") is None:
        raise UsageError(
            f"{path} needs matplotlib, which is not installed",
            "an .svg needs nothing more, and every browser shows it",
            f"learn show 32 --plot {path.with_suffix('.svg')}",
        )


def write_plot(curve: Curve, path: Path) -> None:
    """Writes the curve; raises UsageError when the file cannot be written."""
    try:
        if path.suffix.lower() == ".png":
            _write_png(curve, path)
        else:
            path.write_text(svg(curve), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written", str(error.strerror)) from None


def svg(curve: Curve) -> str:
    """The curve as an SVG document: each loss thin, their means thick, the level dashed."""
    finite = [*curve.finite, curve.level or 0.0]
    up, along = scale(max(finite)), scale(max(len(curve.values), 1))
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' "
        f"width='{WIDTH}' height='{HEIGHT}' role='img'>",
        f"<title>{escape(curve.title)}</title>",
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#fff'/>",
        _text(WIDTH / 2, 30, curve.title),
        *_grid(up, along),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, curve.unit),
        _path(_points(curve, THIN), along, up, PALE, 1),
        _path(_points(curve, THICK, TOGETHER), along, up, DARK, 2.5),
        *_level(curve, up),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' {FONT}>{escape(text)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' {style}/>"


def _grid(up: Scale, along: Scale) -> list[str]:
    """Both axes: a pale line and a number for each of their parts."""
    out = []
    for index, label in enumerate(up.labels):
        y = _y(index / up.parts)
        out.append(_line(LEFT, y, WIDTH - RIGHT, y, "stroke='#ddd'"))
        out.append(_text(LEFT - 10, y + 5, label, "end"))
    for index, label in enumerate(along.labels):
        x = _x(index / along.parts)
        out.append(_line(x, _y(0), x, _y(0) + 6, "stroke='#888'"))
        out.append(_text(x, _y(0) + 24, label))
    return out


def _points(curve: Curve, most: int, together: int = 1) -> list[tuple[float, float]]:
    """The curve as at most so many points: the middle of some steps, and their mean loss."""
    count = max(1, min(most, len(curve.values) // together))
    width = len(curve.values) / count
    return [((i + 0.5) * width, mean) for i, mean in enumerate(means(curve.values, count))]


def _path(
    points: list[tuple[float, float]], along: Scale, up: Scale, colour: str, width: float
) -> str:
    """The points as a line, broken where there is no number."""
    moves: list[str] = []
    pen = "M"
    for step, loss in points:
        if math.isnan(loss):
            pen = "M"
            continue
        moves.append(f"{pen}{_x(step / along.top):.1f} {_y(loss / up.top):.1f}")
        pen = "L"
    stroke = f"stroke='{colour}' stroke-width='{width}' stroke-linejoin='round'"
    return f"<path d='{' '.join(moves)}' fill='none' {stroke}/>" if moves else ""


def _level(curve: Curve, up: Scale) -> list[str]:
    if curve.level is None:
        return []
    y = _y(curve.level / up.top)
    dashed = f"stroke='{RED}' stroke-width='1.5' stroke-dasharray='6 5'"
    name = f"{curve.level_name}: {curve.level:.2f}"
    return [
        _line(LEFT, y, WIDTH - RIGHT, y, dashed),
        _text(WIDTH - RIGHT, y - 7, name, "end"),
    ]


def _write_png(curve: Curve, path: Path) -> None:
    """The same picture by matplotlib, without a window."""
    figure = importlib.import_module("matplotlib.figure").Figure(figsize=(7.2, 4.2))
    axes = figure.subplots()
    axes.plot(*zip(*_points(curve, THIN), strict=True), color=PALE, linewidth=1)
    axes.plot(*zip(*_points(curve, THICK, TOGETHER), strict=True), color=DARK, linewidth=2.5)
    if curve.level is not None:
        name = f"{curve.level_name}: {curve.level:.2f}"
        axes.axhline(curve.level, color=RED, linestyle="--", label=name)
        axes.legend()
    axes.set_ylim(bottom=0)
    axes.set_title(curve.title)
    axes.set_xlabel(curve.unit)
    figure.tight_layout()
    figure.savefig(path, dpi=150)
