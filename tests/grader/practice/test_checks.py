"""A check of a learner's: graded, kept, and never lost to a store that cannot be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.practice import Checked, check, extras_of, keep, look, look_at_text
from grader.progress.events import Kind
from grader.progress.kept import events_of, store_of
from grader.progress.standing import Status, current, standings
from grader.progress.store import NotKept, Progress
from grader.render.json_report import from_json
from grader.render.learner import for_learner
from grader.report import Failure, Verdict
from grader.workspace import start_workspace

ADDS = "def double(x):\n    return x + 2\n"


class Desk:
    """A learner's folder and its checks."""

    def __init__(self, grader: Grader, root: Path) -> None:
        self.grader, self.root = grader, root
        start_workspace(grader.course, root)

    def save(self, text: str, name: str = "01") -> Path:
        exercise = self.grader.course.find(name)
        path = self.root / "exercises" / f"{exercise.slug}.py"
        path.write_text(text)
        return path

    def check(self, name: str = "01", path: Path | None = None, **more: object) -> Checked:
        course = self.grader.course
        exercise = course.find(name)
        path = path or self.root / "exercises" / f"{exercise.slug}.py"
        looked = look(exercise, path, f"exercises/{path.name}")
        return check(course, looked, self.grader, **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(grader: Grader, tmp_path: Path) -> Desk:
    return Desk(grader, tmp_path)


def test_an_attempt_is_kept_with_its_text_and_its_whole_report(desk: Desk, right: str) -> None:
    desk.save(ADDS)
    first = desk.check()
    desk.save(right)
    second = desk.check()
    assert (first.attempt, first.first_pass, first.passed) == (1, False, (0, 3))
    assert (second.attempt, second.first_pass, second.passed) == (2, True, (1, 3))
    assert second.following is not None
    assert second.following.slug == "02_counter"
    with Progress(desk.root) as progress:
        events = progress.events()
        assert [progress.text(event.text) for event in events] == [ADDS, right]
        assert from_json(progress.report(events[0].id)) == for_learner(first.report)


def test_what_is_for_staff_is_not_kept_in_a_learner_s_folder(desk: Desk) -> None:
    exercise = desk.grader.course.find("01")
    looked = look(exercise, desk.save(ADDS), "exercises/01_double.py")
    report = desk.grader.check(exercise, looked.handed)
    secret = replace(report.cases[0], failure=Failure("wrong", staff="assert hidden == 42"))
    keep(desk.grader.course, looked, replace(report, cases=(secret,)))
    with Progress(desk.root) as progress:
        assert "== 42" not in progress.report(progress.events()[0].id)


def test_an_untouched_stub_is_kept_as_no_attempt(desk: Desk) -> None:
    checked = desk.check("02")
    assert (checked.attempt, checked.report.exit_code) == (None, 1)
    with Progress(desk.root) as progress:
        events = progress.events()
    assert current(["01_double", "02_counter"], events) == "02_counter"
    assert standings(events)["02_counter"].status is Status.TODO


def test_untouched_stubs_of_a_whole_course_are_no_news(desk: Desk) -> None:
    desk.save("def double(x:\n")
    for name in ("01", "02", "03"):
        desk.check(name, batch="one command")
    with Progress(desk.root) as progress:
        events = progress.events()
    assert [event.slug for event in events] == ["01_double"]
    assert current(["01_double", "02_counter", "03_hasty"], events) == "01_double"


def test_one_case_or_one_seed_passes_no_exercise(desk: Desk, right: str) -> None:
    desk.save(right)
    for wishes in (Wishes(only=("example",)), Wishes(seed=1)):
        checked = desk.check(wishes=wishes)
        assert checked.report.passed
        assert (checked.first_pass, checked.passed) == (False, (0, 3))
        assert (
            extras_of(checked).next_line == "learn check 01    runs every case: only that passes it"
        )
    assert desk.check().first_pass


def test_a_hint_is_offered_after_the_same_case_failed_three_times(desk: Desk) -> None:
    desk.save(ADDS)
    offers = [desk.check().offer for _ in range(3)]
    assert offers == [None, None, 1]


def test_any_other_file_is_graded_and_not_kept(desk: Desk, right: str) -> None:
    other = desk.root / "01_double.py"
    other.write_text(right)
    checked = desk.check(path=other)
    assert checked.report.passed
    assert (checked.standing, checked.passed, checked.not_kept) == (None, None, ())
    assert not store_of(desk.root).exists()


def test_a_store_that_cannot_be_used_costs_no_verdict(desk: Desk, right: str) -> None:
    store_of(desk.root).mkdir()
    desk.save(right)
    checked = desk.check()
    assert checked.report.passed
    assert (checked.standing, checked.passed, checked.attempt) == (None, None, None)
    assert "this attempt was not kept: " in checked.not_kept[0]
    assert checked.not_kept[0] in extras_of(checked).remarks


def test_where_progress_can_be_read_alone_it_is_still_told(
    desk: Desk, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotKept("the store cannot be used", "the drive is full")

    monkeypatch.setattr(Progress, "add", full)
    desk.save(right)
    checked = desk.check()
    assert (checked.first_pass, checked.passed) == (True, (1, 3))
    assert checked.not_kept[1] == "the drive is full"


def test_text_of_no_file_is_kept_in_the_workspace_it_is_for(desk: Desk, right: str) -> None:
    exercise = desk.grader.course.find("01")
    looked = look_at_text(exercise, right, "cell 3", desk.root)
    assert check(desk.grader.course, looked, desk.grader).first_pass
    with Progress(desk.root) as progress:
        assert progress.text(progress.events()[0].text) == right


def test_the_screen_is_there_before_the_attempt_is_written_down(desk: Desk, right: str) -> None:
    desk.save(right)
    kept: list[int] = []
    checked = desk.check(show=lambda _: kept.append(len(events_of(desk.root))))
    assert kept == [0]
    assert checked.first_pass
    assert len(events_of(desk.root)) == 1


def test_a_screen_that_cannot_be_shown_costs_no_attempt(desk: Desk, right: str) -> None:
    def closed(_: Checked) -> None:
        raise BrokenPipeError

    desk.save(right)
    with pytest.raises(BrokenPipeError):
        desk.check(show=closed)
    assert len(events_of(desk.root)) == 1


def test_a_report_from_elsewhere_is_kept_as_a_check_is(desk: Desk, right: str) -> None:
    exercise = desk.grader.course.find("01")
    looked = look(exercise, desk.save(right), "exercises/01_double.py")
    report = desk.grader.check(exercise, looked.handed)
    assert keep(desk.grader.course, looked, report).first_pass
    assert len(events_of(desk.root)) == 1


def test_a_fault_of_ours_is_no_attempt_and_loses_no_text(desk: Desk, right: str) -> None:
    exercise = desk.grader.course.find("01")
    looked = look(exercise, desk.save(right), "exercises/01_double.py")
    report = desk.grader.check(exercise, looked.handed)
    ours = replace(report, cases=tuple(replace(c, verdict=Verdict.FAULT) for c in report.cases))
    checked = keep(desk.grader.course, looked, ours)
    assert (checked.attempt, checked.passed) == (None, None)
    with Progress(desk.root) as progress:
        (event,) = progress.events()
        assert (event.kind, progress.text(event.text)) == (Kind.SAVED, right)
    assert standings([event])["01_double"].status is Status.TODO
