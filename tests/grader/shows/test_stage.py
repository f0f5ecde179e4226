from __future__ import annotations

import pytest

from grader.catalog import bundled_course
from grader.errors import UsageError
from grader.shows.stage import SHOWS, WITH_CURVE, refuse_without_show, show_of

COURSE = bundled_course()


def test_each_show_has_an_exercise_and_can_be_played():
    slugs = {exercise.slug for exercise in COURSE.exercises}
    assert set(SHOWS) <= slugs
    assert set(SHOWS) >= WITH_CURVE
    for slug in SHOWS:
        assert callable(show_of(COURSE.find(slug)))


def test_an_exercise_without_a_show_names_those_there_are():
    with pytest.raises(UsageError) as caught:
        refuse_without_show(COURSE.find("03"))
    assert caught.value.what == "there is no show for 03"
    assert "25, 32" in caught.value.found
