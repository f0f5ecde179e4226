"""The text of a submission, and the earlier answers that it imports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import Course
from grader.intake import Intake
from grader.intake.text import Texts, imported, text_of
from grader.submission import MAX_BYTES, Unreadable

Lay, Take = Callable[..., Path], Callable[..., Intake]


def texts(course: Course, intake: Intake) -> Texts:
    latest = {(s.student.id, s.exercise): s for s in intake.submissions}
    return Texts(course, lambda student, slug: latest.get((student, slug)))


def test_a_notebook_and_a_file_with_the_same_code_have_one_digest(
    course: Course, lay: Lay, take: Take
) -> None:
    cells = {"cells": [{"cell_type": "code", "source": "def double(x):\n    return x * 2"}]}
    files = {
        "ann/01_double.ipynb": json.dumps(cells),
        "ben/01_double.py": "def double(x):\r\n    return x * 2\r\n",
    }
    intake = take(lay("class", files))
    first, second = (texts(course, intake).read(s) for s in intake.submissions)
    assert first == second


def test_earlier_answers_of_the_same_student_come_along_and_change_the_digest(
    course: Course, lay: Lay, take: Take
) -> None:
    uses = "from exercises import (double,\n    nothing)\nfrom exercises import later as x\n"
    files = {
        "ann/02_counter.py": uses,
        "ann/01_double.py": "def double(x): return x\n",
        "ben/02_counter.py": uses,
        "ben/01_double.py": "def double(x): return x * 2\n",
        "cid/02_counter.py": uses,
    }
    intake = take(lay("class", files))
    read = {
        s.student.id: texts(course, intake).read(s)
        for s in intake.submissions
        if "02" in s.exercise
    }
    assert [name for name, _ in read["ann"].earlier] == ["01_double.py"]
    assert read["cid"].earlier == ()
    assert len({text.digest for text in read.values()}) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from exercises import a, b as c  # d", {"a", "b"}),
        ("if 1:\n    from exercises import a", {"a"}),
        ("from exercises import (\n  a,\n  b,\n)", {"a", "b"}),
        ("from exercises.x import a", set()),
        ("import exercises", set()),
        ("from exercises import (" * 10_000, set()),
    ],
)
def test_imports_are_found_without_parsing(text: str, names: set[str]) -> None:
    assert imported(text) == names


@pytest.mark.parametrize("content", [b"\0", b"\xff\xfe1", b"x" * (MAX_BYTES + 1), b"\xe9"])
def test_what_is_no_text_is_unreadable(lay: Lay, take: Take, content: bytes) -> None:
    (submission,) = take(lay("class", {"ann/01_double.py": content})).submissions
    with pytest.raises(Unreadable):
        text_of(submission.source)


def test_a_file_that_would_blow_up_a_parser_is_only_text_here(
    course: Course, lay: Lay, take: Take
) -> None:
    deep = "from exercises import double\nx = " + "(" * 30_000 + ")" * 30_000
    (submission,) = take(lay("class", {"ann/02_counter.py": deep})).submissions
    assert texts(course, Intake([submission])).read(submission).text == deep
