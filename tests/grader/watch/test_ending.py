"""The last words name what is left, and nothing that is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.catalog import Course
from grader.progress.standing import Standing
from grader.watch.ending import final_words


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    return make_course()


def passed(exercise: object, **rest: object) -> Standing:
    slug = exercise.slug  # type: ignore[attr-defined]
    fields = {"attempts": 1, "first_pass": 1.0, "devices": {"cpu": True}, **rest}
    return Standing(slug, **fields)  # type: ignore[arg-type]


def test_a_course_passed_in_full_leaves_nothing(course: Course) -> None:
    known = {e.slug: passed(e, suite=e.digest) for e in course.exercises}
    said = final_words(course, known)
    assert said == (
        "all 3 exercises passed, from the first tensor to the last\n\n"
        "learn check --all    checks everything once more"
    )


def test_what_is_left_is_named_with_the_command_for_it(course: Course) -> None:
    first, second, third = course.exercises
    known = {
        first.slug: passed(first, suite="older", attempts=7),
        second.slug: Standing(second.slug, revealed=True),
        third.slug: Standing(third.slug, skipped=True),
    }
    said = final_words(course, known)
    assert "1 of 3 exercises passed" in said
    assert "  solution seen before a pass: 02    learn check 02" in said
    assert "  skipped: 03    learn watch 03" in said
    assert "  changed since you passed: 01    learn check 01" in said
    assert "  took you longest, worth repeating: 01    learn again 01" in said


def test_a_device_that_was_not_run_is_named(make_course: Callable[..., Course]) -> None:
    course = make_course()
    suite = course.find("01").suite
    suite.write_text(suite.read_text().replace('("cpu",)', '("cpu", "cuda")'))
    fresh = Course(course.root)
    known = {e.slug: passed(e, suite=e.digest) for e in fresh.exercises}
    assert "  not run on cuda: 01    learn check --all --device cuda" in final_words(fresh, known)
    known[fresh.find("01").slug].devices["cuda"] = True
    assert "cuda" not in final_words(fresh, known)


def test_many_exercises_are_cut(make_course: Callable[..., Course]) -> None:
    said = final_words(make_course(), {})
    assert "not passed yet: 01 02 03    learn watch 01" in said
