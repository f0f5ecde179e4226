"""What events add up to: time without the breaks, days in a row, where one got stuck."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog import Course
from grader.parts import Part, parts_of
from grader.progress.events import Event, Kind
from grader.progress.summary import BREAK, Summary, in_words, summary

DAY = 86400.0
START = datetime(2026, 3, 2, 12, tzinfo=timezone.utc).timestamp()
SLUGS = ["01_double", "02_counter", "03_hasty"]


@pytest.fixture
def summed(make_course: Callable[[], Course]) -> Callable[..., Summary]:
    """The summary of events in the toy course, on the fourth of March."""
    course = make_course()
    (course.root / "exercises" / "parts.txt").write_text("01 One\n03 Two\n")

    def work(*events: Event, today: date = date(2026, 3, 4)) -> Summary:
        return summary(parts_of(course), events, today, timezone.utc)

    return work


def tried(at: float, slug: str = "01_double", passed: bool = False, **data: Any) -> Event:
    values = {"passed": passed, "title": "" if passed else "a case", "case": "c" * (not passed)}
    return Event(Kind.ATTEMPT, slug, values | data, at=START + at)


def test_without_events_there_is_nothing_but_the_course(summed: Callable[..., Summary]) -> None:
    it = summed()
    assert [(part.title, len(part.rows)) for part in it.parts] == [("One", 2), ("Two", 1)]
    assert (it.whole.passed, it.whole.seconds, it.days, it.streak, it.longest) == (0, 0, (), 0, 0)


def test_a_gap_counts_for_the_exercise_it_led_to_and_a_break_for_none(
    summed: Callable[..., Summary],
) -> None:
    it = summed(
        tried(0),
        tried(60),
        tried(60 + BREAK, "02_counter"),
        tried(60 + 3 * BREAK, "02_counter"),
        tried(70 + 3 * BREAK, "03_hasty", passed=True),
    )
    assert [row.seconds for row in it.rows] == [60, BREAK, 10]
    assert [part.seconds for part in it.parts] == [60 + BREAK, 10]
    assert it.whole.passed == 1
    assert it.first_passes == ((START + 70 + 3 * BREAK, "03_hasty"),)


@pytest.mark.parametrize(
    ("days", "today", "streak", "longest"),
    [
        ([0], 0, 1, 1),
        ([0], 1, 1, 1),  # nothing yet today
        ([0], 2, 0, 1),
        ([0, 1, 2], 2, 3, 3),
        ([0, 1, 2, 5], 5, 1, 3),
        ([0, 2, 3], 9, 0, 2),
    ],
)
def test_a_streak_goes_on_until_a_whole_day_is_missed(
    summed: Callable[..., Summary], days: list[int], today: int, streak: int, longest: int
) -> None:
    events = [tried(day * DAY + hour) for day in days for hour in (0, 60)]
    it = summed(*events, today=date(2026, 3, 2 + today))
    assert (it.streak, it.longest) == (streak, longest)
    assert [day.day.day - 2 for day in it.days] == days
    assert [day.attempts for day in it.days] == [2] * len(days)


def test_a_day_counts_first_passes_and_not_what_an_update_did(
    summed: Callable[..., Summary],
) -> None:
    it = summed(
        Event(Kind.UPDATED, "01_double", at=START - DAY),
        tried(0, passed=True),
        tried(9, passed=True),
        tried(10, started=False),
    )
    assert [(day.attempts, day.passes) for day in it.days] == [(2, 1)]


def test_stuck_is_where_a_case_failed_three_times_the_worst_first(
    summed: Callable[..., Summary],
) -> None:
    events = [tried(at, title="twice") for at in (1, 2)]
    events += [tried(at, title="often") for at in range(3, 7)]
    events += [tried(at, "02_counter", title="three") for at in range(7, 10)]
    events += [tried(20, passed=True)]
    assert [(s.case, s.fails, s.passed) for s in summed(*events).stuck] == [
        ("often", 4, True),
        ("three", 3, False),
    ]


def test_what_the_course_no_longer_has_is_left_out(summed: Callable[..., Summary]) -> None:
    it = summed(tried(0), tried(30, "77_gone"), tried(60))
    assert it.whole.seconds == 60


@given(
    moments=st.lists(
        st.tuples(st.integers(0, 10**6), st.sampled_from(SLUGS), st.booleans()), max_size=15
    ),
    seed=st.integers(),
)
def test_order_and_repetition_change_nothing_and_time_adds_up(
    moments: list[tuple[int, str, bool]], seed: int
) -> None:
    exercises = tuple(Fake(slug) for slug in SLUGS)
    parts = [Part("All", exercises)]  # type: ignore[arg-type]
    events = [tried(float(at), slug, passed) for at, slug, passed in moments]
    mixed = random.Random(seed).sample(events, len(events))
    one = summary(parts, events, date(2026, 3, 4), timezone.utc)
    assert one == summary(parts, mixed, date(2026, 3, 4), timezone.utc)
    assert sum(day.seconds for day in one.days) == pytest.approx(one.whole.seconds)
    span = max((e.at for e in events), default=0) - min((e.at for e in events), default=0)
    assert 0 <= one.whole.seconds <= span + 1e-6


class Fake:
    """An exercise without files."""

    def __init__(self, slug: str) -> None:
        self.slug, self.title = slug, slug


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (60, "1 min"), (3599, "1 h 0 min"), (7500, "2 h 5 min")],
)
def test_a_time_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
