"""The parts of a course."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.catalog import Course, bundled_course
from grader.errors import CourseError
from grader.parts import parts_of

Make = Callable[..., Course]


def course(make_course: Make, text: str | None) -> Course:
    made = make_course()
    if text is not None:
        (made.root / "exercises" / "parts.txt").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (None, [("All exercises", "010203")]),
        ("", [("All exercises", "010203")]),
        ("01 One\n\n03 Two, and more\n", [("One", "0102"), ("Two, and more", "03")]),
        ("02 From two\n", [("From two", "010203")]),
        ("01 One\n07 Empty\n", [("One", "010203")]),
    ],
)
def test_every_exercise_is_in_one_part(
    make_course: Make, text: str | None, parts: list[tuple[str, str]]
) -> None:
    found = parts_of(course(make_course, text))
    assert [(p.title, "".join(e.number for e in p.exercises)) for p in found] == parts


@pytest.mark.parametrize("text", ["1 One\n", "One\n", "01\n", "03 Two\n01 One\n", "01 A\n01 B\n"])
def test_a_line_that_does_not_fit_is_named(make_course: Make, text: str) -> None:
    with pytest.raises(CourseError, match=r"parts\.txt line \d"):
        parts_of(course(make_course, text))


def test_the_course_has_seven_parts() -> None:
    parts = parts_of(bundled_course())
    assert [len(part.exercises) for part in parts] == [5, 5, 5, 5, 7, 5, 1]
