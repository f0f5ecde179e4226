"""Where a learner stands follows from the events alone, whatever order they come in."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.progress.events import Event, Kind
from grader.progress.standing import Status, current, standings

SLUGS = ["01_double", "02_counter", "03_hasty"]


def tried(slug: str = "01_double", at: float = 1.0, **data: Any) -> Event:
    values = {"passed": False, "started": True, "devices": {"cpu": False}, "case": "test_example"}
    return Event(Kind.ATTEMPT, slug, values | {"title": "the example"} | data, at=at)


def passed(slug: str = "01_double", at: float = 1.0, **data: Any) -> Event:
    values = {"passed": True, "devices": {"cpu": True}, "case": "", "title": "", "suite": "abc"}
    return tried(slug, at, **values | data)


def did(
    kind: Kind, slug: str = "01_double", at: float = 1.0, batch: str = "", **data: Any
) -> Event:
    return Event(kind, slug, data, at=at, batch=batch)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([did(Kind.HINT, number=1)], Status.TODO),
        ([tried(started=False)], Status.TODO),
        ([tried()], Status.TRIED),
        ([tried(), did(Kind.SKIPPED, at=2)], Status.SKIPPED),
        ([did(Kind.SKIPPED), did(Kind.GOTO, at=2)], Status.TODO),
        ([did(Kind.SKIPPED), did(Kind.REVEALED, at=2)], Status.REVEALED),
        ([did(Kind.REVEALED), passed(at=2)], Status.PASSED),
        ([passed(), tried(at=2)], Status.PASSED),
        ([passed(), did(Kind.REVEALED, at=2)], Status.PASSED),
        ([passed(part=True)], Status.TRIED),
    ],
)
def test_the_status_follows_from_what_happened(events: list[Event], status: Status) -> None:
    standing = standings(events)["01_double"]
    assert standing.status is status
    assert (standing.first_pass is not None) is (status is Status.PASSED)


def test_a_pass_after_the_solution_was_shown_remembers_that_it_was() -> None:
    assert standings([did(Kind.REVEALED), passed(at=2)])["01_double"].revealed
    assert not standings([passed(), did(Kind.REVEALED, at=2)])["01_double"].revealed


def test_attempts_end_with_the_first_pass_and_repeats_begin() -> None:
    events = [tried(at=1), tried(at=2), passed(at=3), tried(at=4), passed(at=5, suite="new")]
    standing = standings(events)["01_double"]
    assert (standing.attempts, standing.repeats, standing.first_pass) == (3, 2, 3)
    assert standing.first_pass_id == events[2].id
    assert standing.suite == "new"
    assert standing.stuck == {"the example": 3}


def test_fails_in_a_row_are_of_one_case_and_end_with_a_pass() -> None:
    events = [tried(at=1), tried(at=2), tried(at=3, case="other"), tried(at=4, case="other")]
    assert standings(events)["01_double"].fails_in_a_row == ("other", 2)
    assert standings([*events, passed(at=5)])["01_double"].fails_in_a_row == ("", 0)


def test_a_device_counts_as_passed_once_every_case_passed_there() -> None:
    events = [
        tried(at=1, devices={"cpu": True, "cuda": False}),
        tried(at=2, devices={"cpu": True, "cuda": True}, part=True),
    ]
    assert standings(events)["01_double"].devices == {"cpu": True, "cuda": False}


def test_a_learner_is_where_they_last_went_and_moves_on_from_what_is_done() -> None:
    assert current(SLUGS, []) == "01_double"
    assert current(SLUGS, [passed()]) == "02_counter"
    assert current(SLUGS, [passed("02_counter")]) == "03_hasty"
    assert current(SLUGS, [passed("03_hasty")]) == "01_double"  # round to the start
    assert current(SLUGS, [passed(), did(Kind.GOTO, at=2)]) == "01_double"
    assert current(SLUGS, [did(Kind.SKIPPED)]) == "02_counter"
    assert current(SLUGS, [tried("99_gone")]) == "01_double"
    assert current(SLUGS, [passed(slug, at) for at, slug in enumerate(SLUGS)]) is None


def test_a_check_of_everything_moves_nobody() -> None:
    swept = [Event(Kind.ATTEMPT, slug, tried().data, batch="all", at=9) for slug in SLUGS]
    assert current(SLUGS, [tried("02_counter"), *swept]) == "02_counter"


anything = st.builds(
    Event,
    st.sampled_from(Kind),
    st.sampled_from(SLUGS),
    st.fixed_dictionaries(
        {},
        optional={
            "passed": st.booleans(), "started": st.booleans(), "number": st.integers(1, 3),
            "case": st.sampled_from("ab"), "devices": st.just({"cpu": True}),
            "part": st.booleans(),
        },
    ),
    at=st.integers(0, 5).map(float),
)  # fmt: skip


@given(events=st.lists(anything, max_size=20), seed=st.integers())
def test_the_order_in_which_events_arrive_changes_nothing(events: list[Event], seed: int) -> None:
    other = random.Random(seed).sample(events, len(events))
    assert standings(events) == standings(other)
    assert current(SLUGS, events) == current(SLUGS, other)


@given(events=st.lists(anything, max_size=20))
def test_a_pass_is_never_taken_back(events: list[Event]) -> None:
    events.sort(key=lambda e: (e.at, e.id))
    done: set[str] = set()
    for length in range(len(events) + 1):
        now = {
            s
            for s, standing in standings(events[:length]).items()
            if standing.status is Status.PASSED
        }
        assert done <= now
        done = now
