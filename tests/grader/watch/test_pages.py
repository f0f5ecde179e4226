"""The words around a watch's screens."""

from __future__ import annotations

import pytest

from grader.catalog import Course
from grader.render.look import Look
from grader.watch import pages
from grader.watch.state import State


@pytest.fixture
def state(toy: Course) -> State:
    return State(toy.find("01"))


@pytest.mark.parametrize(
    ("fields", "ready", "said"),
    [
        ({}, True, "watching 01.py"),
        ({}, False, "watching 01.py"),  # nothing waits for PyTorch
        ({"running": True}, False, "starting PyTorch ..."),
        ({"running": True}, True, "watching 01.py"),  # it may be done in a moment
        ({"running": True, "slow": True}, True, "checking your last save ..."),
        ({"running": True, "slow": True, "more": True}, True, "checking with more numbers ..."),
        ({"absent": True}, True, "waiting for 01.py to come back"),
    ],
)
def test_the_status_tells_what_goes_on(
    state: State, fields: dict[str, bool], ready: bool, said: str
) -> None:
    for name, value in fields.items():
        setattr(state, name, value)
    assert pages.status(state, ready, "01.py") == said


def test_the_keys_are_those_that_do_something_here() -> None:
    assert dict(pages.keys(passed=False)).keys() == set("hlroxq")
    assert dict(pages.keys(passed=True)).keys() == set("ndlroxq")


def test_a_difference_is_coloured_and_other_pages_are_not() -> None:
    look = Look(80, color=True)
    lines = pages.page("--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same", look).split("\n")
    assert ["\x1b[" in line for line in lines] == [True, True, True, True, True, False]
    assert pages.page("- a list", look) == "- a list"


def test_a_page_fits_the_window_and_carries_nothing_that_moves_the_cursor() -> None:
    shown = pages.page("--- a\n+" + "x" * 100 + "\x1b[2J", Look(40))
    assert max(map(len, shown.split("\n"))) == 40
    assert "\x1b" not in shown


def test_the_file_is_opened_at_the_first_line_to_write(state: State) -> None:
    assert state.line == state.exercise.entries[0].line
    assert not state.passed
