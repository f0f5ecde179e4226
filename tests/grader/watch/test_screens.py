"""Every screen of a watch, from the real program, against its golden text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "watch"
RIGHT = """\
def double(x):
    if isinstance(x, str):
        raise TypeError(f"{x!r} cannot be doubled")
    return x * 2
"""
ANSWERS = {
    "mistake": RIGHT.replace("x * 2", "x + 2"),
    "prints": 'def double(x):\n    print("x is", x)\n    return x[0]\n',
    "syntax_error": "def double(x:\n",
    "passed": RIGHT,
}
WAITS = {"mistake": "FAIL", "prints": "your prints", "syntax_error": "SyntaxError"}
# What differs from run to run and from machine to machine.
VOLATILE = (
    (re.compile(r"\d+\.\d\d s\b"), "0.00 s"),
    (re.compile(r"(?m)^  isolation: .*\n(?:    .*\n)*"), ""),
)


def settled(frame: str) -> str:
    """A frame as a golden text: without what moves the cursor and what no two runs share."""
    text = frame.replace("\x1b[K", "").replace("\r", "")
    for pattern, stable in VOLATILE:
        text = pattern.sub(stable, text)
    return text + "\n"


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
def test_screens_are_the_golden_ones(
    on_terminal: Callable[..., Any], width: int, color: bool
) -> None:
    seen: dict[str, str] = {}
    watched = on_terminal("watch", "01", *([] if color else ["--plain"]), columns=width)

    def take(name: str, *texts: str) -> None:
        watched.until(*texts)
        seen[name] = settled(watched.frame)

    def press(name: str, key: str, *texts: str) -> None:
        watched.press(key)
        take(name, *texts)

    take("not_started", "not started", "watching")
    for name, text in ANSWERS.items():
        watched.path().write_text(text)
        take(name, WAITS.get(name, "passed"), "watching")
        if name == "mistake":
            press("hint", "h", "hint 1 of 2")
            press("next_too_early", "n", "not passed yet")
            press("list", "l", "any key back")
            press("back", " ", "watching")
            watched.path().unlink()
            take("gone", "waiting for")
    press("diff", "d", "any key back")
    press("back", " ", "watching")
    press("question", "x", "put the stub")
    press("moved_on", "nn", "02 Count what was seen", "watching")
    suffix = f"{width}{'.color' if color else ''}.txt"
    del seen["back"]
    for name, text in seen.items():
        _compare(GOLDEN / f"{name}.{suffix}", text)
    assert color == any("\x1b[" in text for text in seen.values())


def _compare(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8"), "UPDATE_GOLDEN=1 writes the screens anew"
    width = int(path.name.split(".")[1])
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.split("\n"))) <= width
