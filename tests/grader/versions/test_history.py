"""The versions of a file: numbered as they came, each with what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.errors import UsageError
from grader.progress.events import Event, Kind
from grader.progress.store import Progress
from grader.versions.history import number_of, split, version, versions

Checked = Callable[..., Event]


def test_every_text_is_one_version_and_keeps_its_number(
    progress: Progress, checked: Checked
) -> None:
    first = checked("a")
    checked("b", passed=True)
    checked("a", title="gradient")
    progress.add(Event(Kind.RESET, "01_double"), text="b")
    found = versions(progress.events("01_double"))
    assert [(v.number, v.passed) for v in found] == [(1, False), (2, True)]
    assert found[0].outcome == "1 of 5 points, not 'gradient'"
    assert found[1].outcome == "passed; before a reset"
    assert number_of(progress.events("01_double"), first.text) == 1
    assert number_of(progress.events("01_double"), "no such digest") == 0


def test_a_check_that_ran_nothing_says_so(progress: Progress, checked: Checked) -> None:
    checked("stub", started=False)
    (only,) = versions(progress.events("01_double"))
    assert only.outcome == "nothing could be run"


def test_an_event_without_a_text_is_no_version(progress: Progress) -> None:
    progress.add(Event(Kind.HINT, "01_double", {"number": 1}))
    assert versions(progress.events("01_double")) == []


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_version_that_is_not_there_is_told_with_those_that_are(
    progress: Progress, checked: Checked, number: int
) -> None:
    checked("a")
    checked("b")
    with pytest.raises(UsageError) as caught:
        version(progress.events("01_double"), number, "01_double")
    assert f"01_double has no version @{number}" in str(caught.value)
    assert "there are @1 to @2" in str(caught.value)


def test_where_nothing_was_kept_that_is_said() -> None:
    with pytest.raises(UsageError, match="no version @1") as caught:
        version([], 1, "01_double")
    assert "nothing was checked or kept yet" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [("03", ("03", None)), ("03@2", ("03", 2)), ("@12", ("", 12)), ("", ("", None))],
)
def test_a_version_is_named_behind_an_at(text: str, parts: tuple[str, int | None]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize("text", ["03@", "03@two", "03@-1", "03@1@2", "@²", "03@999999999999"])
def test_what_is_no_number_behind_the_at_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="names no version"):
        split(text)
