"""What a suite remarks on answers that pass, as a learner reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.catalog import bundled_course
from grader.grading.grader import Grader
from grader.render.terminal import render_terminal
from grader.submission import read

FIT = bundled_course().find("15")
FORMULAS = ("closed_form.py", "formula_over_lists.py")


@pytest.fixture(scope="module")
def course_grader() -> Iterator[Grader]:
    with Grader(bundled_course()) as made:
        yield made


def test_every_formula_for_the_line_passes_with_a_note_and_no_walk_has_one(
    course_grader: Grader,
) -> None:
    answers = [read(path, path.name) for path in (FIT.reference, *FIT.rights)]
    reports = course_grader.check_all(FIT, answers)
    assert all(report.passed for report in reports)
    noted = {report.submission.path for report in reports if report.notes}
    assert noted == set(FORMULAS)


def test_the_note_is_on_the_screen(course_grader: Grader) -> None:
    path = FIT.rights[0].with_name(FORMULAS[0])
    screen = render_terminal(course_grader.check(FIT, read(path, path.name)))
    assert "12 of 12 points\n  Your fit is a formula, which is right too." in screen
