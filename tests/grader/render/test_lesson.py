"""The lesson set for a screen: nothing lost, nothing too wide."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalog import Exercise, bundled_course
from grader.render.clean import cell_width
from grader.render.lesson import render_lesson

GOLDEN = Path(__file__).parents[1] / "golden" / "screens"
LESSON = """Matrix multiply

A matrix product is a table of dot products, and each of them is one row with one column of the
two:

    C[i, j] = A[i, 0] * B[0, j]

that is all.

    You may read elsewhere that order does not matter. Run it: it does, and for square matrices you
    only see it in the numbers.

Write two functions.
dot(a, b): one number.
- the answer is a new tensor, with the dtype and the device of the inputs, and gradients flow
  through it
  - every size may be 0
Now the table:
  "ndim"   how many axes
  "shape"  the length of each

>>> dot([1], [2])
2
"""
HEAD = ("03 Matrix multiply", "about 20 minutes   exercises/03_matmul.py")


def cyan(code: str, session: bool = False) -> list[str]:
    """Code in one colour: which word gets which differs between releases of Pygments."""
    return [f"\x1b[36m{line}\x1b[0m" if line else "" for line in code.split("\n")]


def lesson(text: str = LESSON, **rest: object) -> str:
    return render_lesson(text, HEAD, **rest)


def test_paragraphs_lists_tables_code_and_warnings_have_their_forms() -> None:
    assert lesson(width=60).split("\n") == [
        "03 Matrix multiply",
        "about 20 minutes   exercises/03_matmul.py",
        "",
        "A matrix product is a table of dot products, and each of",
        "them is one row with one column of the two:",
        "",
        "    C[i, j] = A[i, 0] * B[0, j]",
        "",
        "that is all.",
        "",
        "  | You may read elsewhere that order does not matter. Run",
        "  | it: it does, and for square matrices you only see it in",
        "  | the numbers.",
        "",
        "Write two functions.",
        "dot(a, b): one number.",
        "- the answer is a new tensor, with the dtype and the device",
        "  of the inputs, and gradients flow through it",
        "  - every size may be 0",
        "Now the table:",
        '  "ndim"   how many axes',
        '  "shape"  the length of each',
        "",
        "Examples",
        "    >>> dot([1], [2])",
        "    2",
        "",
    ]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
def test_a_lesson_is_as_its_golden_text(
    width: int, color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.render.highlight.highlighted", cyan)
    path = GOLDEN / f"lesson.{width}{'.color' if color else ''}.txt"
    text = lesson(width=width, color=color)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), "UPDATE_GOLDEN=1 writes the screens anew"


def test_colour_adds_nothing_but_colour() -> None:
    coloured = lesson(width=60, color=True)
    assert "\x1b[1m03 Matrix multiply\x1b[0m" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [x.rstrip() for x in bare.split("\n")] == lesson(width=60).split("\n")


@pytest.mark.parametrize("exercise", bundled_course().exercises, ids=lambda e: e.slug)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_every_lesson_of_the_course_keeps_its_words_and_fits(
    exercise: Exercise, width: int
) -> None:
    text = render_lesson(exercise.prompt, (exercise.title,), width=width)
    assert max(map(cell_width, text.split("\n"))) <= width
    wanted = exercise.prompt.split()
    found = [word for word in text.split() if word not in ("|", "Examples")]
    if width >= 80:
        assert found[: len(exercise.title.split())] == exercise.title.split()
        assert [w for w in wanted if w not in ("|", "Examples")] == found
    else:  # a word may be broken
        assert "".join(w for w in wanted if w not in ("|", "Examples")) == "".join(found)


def test_what_the_stream_cannot_write_is_escaped() -> None:
    assert "\\u2192" in lesson("Title\n\na \u2192 b", encoding="ascii")


@given(st.text(alphabet="ab >-|.:1\n\t'\x1b\u4f60", max_size=200), st.integers(40, 100))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_fits(text: str, width: int) -> None:
    shown = render_lesson(text, HEAD, width=width)
    assert all(cell_width(line) <= width for line in shown.split("\n"))
    assert "\x1b" not in shown
