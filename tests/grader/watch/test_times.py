"""What a watch does by itself after a while, and which verdict it shows: on a clock of the test's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Course
from grader.grading.at_once import without_running
from grader.grading.wishes import PRACTICE
from grader.practice import Looked
from grader.report import Case, Device, Failure, Report, Verdict
from grader.submission import Handed
from grader.watch.acts import Acts
from grader.watch.checking import Answer
from grader.watch.loop import AUTO_NEXT, SLOW, Options, Watch
from grader.watch.sights import Change, Kind
from grader.watch.state import State
from grader.workspace import Workspace

STEP = 0.1  # seconds of the test's clock from one look at the file to the next


class World:
    """A terminal, a grading process, files and a clock in one; what is to happen stands in `at`.

    Each look at the files is a step in time. ``seen``: times, and what was on the screen.
    """

    ready = True
    pause = 0.0
    hints: tuple[int, ...] = ()

    def __init__(self, at: dict[int, Callable[[World], None]], steps: int) -> None:
        self._at = at
        self._steps = steps
        self._step = 0
        self._pipes = [os.pipe() for _ in range(3)]
        self.answered: list[Answer] = []
        self.pressed: list[str] = []
        self.change = Change.NONE
        self.jobs: list[tuple[str, Handed | None]] = []
        self.seen: list[tuple[float, State]] = []

    def clock(self) -> float:
        return self._step * STEP

    # files
    def follow(self, paths: Any) -> None:
        pass

    def kind(self, path: Path) -> Kind:
        return Kind.FILE

    def changed(self, now: float) -> Change:
        self._step += 1
        if self._step >= self._steps:
            self.press("q")
        elif self._step in self._at:
            self._at[self._step](self)
        change, self.change = self.change, Change.NONE
        return change

    # the grading process
    def fileno(self) -> int:
        return self._pipes[0][0]

    def submit(self, slug: str, handed: Handed) -> int:
        self.jobs.append((slug, handed))
        return len(self.jobs)

    def prepare(self, slug: str) -> None:
        self.jobs.append((slug, None))

    def answer(self, answer: Answer) -> None:
        self.answered.append(answer)
        os.write(self._pipes[0][1], b"x")

    def answers(self) -> list[Answer]:
        os.read(self._pipes[0][0], 1 << 10)
        answered, self.answered = self.answered, []
        return answered

    # the terminal
    @property
    def descriptors(self) -> tuple[int, int]:
        return self._pipes[1][0], self._pipes[2][0]

    def press(self, key: str) -> None:
        self.pressed.append(key)
        os.write(self._pipes[1][1], b"x")

    def keys(self) -> list[str]:
        os.read(self._pipes[1][0], 1 << 10)
        pressed, self.pressed = self.pressed, []
        return pressed

    def signals(self) -> list[Any]:
        return []

    def draw(self, state: State, ready: bool) -> None:
        self.seen.append((self.clock(), State(**vars(state))))

    def close(self) -> None:
        for pipe in self._pipes:
            for end in pipe:
                os.close(end)


class Verdicts(Acts):
    """A workspace in which every file has to be run, and anything may have been handed in."""

    def look(self, exercise: Any) -> Looked:
        looked = super().look(exercise)
        return Looked(exercise, looked.handed, None, self.workspace.root)


@pytest.fixture
def watched(
    toy: Course, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., World]]:
    monkeypatch.chdir(workspace)
    worlds: list[World] = []

    def run(at: dict[int, Callable[[World], None]], steps: int, **options: bool) -> World:
        world: Any = World(at, steps)
        worlds.append(world)
        acts = Verdicts(toy, Workspace(workspace))
        watch = Watch(acts, world, world, world, world, Options(**options), world.clock)
        assert watch.run(toy.find("01")) == 0
        return world

    yield run
    for world in worlds:
        world.close()


@pytest.fixture
def report(toy: Course, workspace: Path) -> Callable[..., Report]:
    def make(verdict: Verdict, slug: str = "01") -> Report:
        exercise = toy.find(slug)
        handed = Acts(toy, Workspace(workspace)).look(exercise).handed
        base = without_running(exercise, handed, Failure("x"), PRACTICE)
        cases = tuple(Case(c.id, c.title, "cpu", verdict, c.possible) for c in base.cases)
        fields = vars(base) | {"cases": cases, "devices": (Device("cpu", True, ""),)}
        return Report(**fields)

    return make


def answer(report: Report | None, job: int = 1, final: bool = True) -> Callable[[World], None]:
    return lambda world: world.answer(Answer(job, report, final))


def exercises(world: World) -> list[tuple[float, str]]:
    """When the screen first showed each exercise."""
    first: dict[str, float] = {}
    for at, state in world.seen:
        first.setdefault(state.exercise.number, at)
    return [(at, number) for number, at in first.items()]


def test_auto_next_moves_on_after_its_time_and_not_before(watched: Any, report: Any) -> None:
    world = watched({5: answer(report(Verdict.PASSED))}, 40, auto_next=True)
    (_, first), (at, second) = exercises(world)
    assert (first, second) == ("01", "02")
    assert AUTO_NEXT <= at - 5 * STEP <= AUTO_NEXT + 2 * STEP


def test_without_auto_next_a_pass_stays(watched: Any, report: Any) -> None:
    world = watched({5: answer(report(Verdict.PASSED))}, 60)
    assert [number for _, number in exercises(world)] == ["01"]


@pytest.mark.parametrize("key", ["l", "h", "?"])
def test_a_key_keeps_a_pass_on_the_screen(watched: Any, report: Any, key: str) -> None:
    at = {5: answer(report(Verdict.PASSED)), 8: lambda world: world.press(key)}
    world = watched(at, 60, auto_next=True)
    assert [number for _, number in exercises(world)] == ["01"]


def test_a_fail_never_moves_on(watched: Any, report: Any) -> None:
    world = watched({5: answer(report(Verdict.WRONG))}, 60, auto_next=True)
    assert [number for _, number in exercises(world)] == ["01"]


def test_a_check_is_called_slow_after_a_while_and_no_longer_when_it_is_done(
    watched: Any, report: Any
) -> None:
    world = watched({9: answer(report(Verdict.WRONG))}, 20)
    slow = [at for at, state in world.seen if state.running and state.slow]
    assert slow
    assert min(slow) > SLOW
    assert max(slow) <= 9 * STEP
    assert not world.seen[-1][1].running


def test_a_first_look_shows_what_fails_and_holds_a_pass_back(watched: Any, report: Any) -> None:
    early = {3: answer(report(Verdict.WRONG), final=False)}
    world = watched(early | {9: answer(report(Verdict.WRONG))}, 20)
    shown = [(at, state) for at, state in world.seen if state.checked is not None]
    assert shown[0][0] < 9 * STEP
    assert shown[0][1].more
    assert shown[0][1].running
    assert shown[0][1].checked.attempt is None  # nothing is kept yet
    assert shown[-1][1].checked.attempt == 1
    early = {3: answer(report(Verdict.PASSED), final=False)}
    world = watched(early | {9: answer(report(Verdict.WRONG))}, 20)
    shown = [(at, state) for at, state in world.seen if state.checked is not None]
    assert not any(state.checked.report.passed for _, state in shown)


def test_a_save_that_changes_nothing_is_not_handed_in_again(watched: Any, report: Any) -> None:
    def touch(world: World) -> None:
        world.change = Change.OVER

    world = watched({3: answer(report(Verdict.WRONG)), 6: touch, 8: touch}, 20)
    assert len(world.jobs) == 1


def test_a_file_that_comes_back_unanswered_is_handed_in_again(
    watched: Any, workspace: Path
) -> None:
    path = workspace / "exercises" / "01_double.py"
    text = path.read_text()

    def lose(world: World) -> None:
        path.unlink()
        world.change = Change.OVER

    def find(world: World) -> None:
        path.write_text(text)
        world.change = Change.OVER

    world = watched({3: lose, 6: find}, 20)
    assert [handed is not None for _, handed in world.jobs] == [True, False, True]


def test_a_fault_is_told_and_the_same_text_may_be_handed_in_again(watched: Any) -> None:
    def touch(world: World) -> None:
        world.change = Change.OVER

    fault = Answer(1, fault=("the suite cannot be run", "line 3", ""))
    world = watched({3: lambda world: world.answer(fault), 6: touch}, 20)
    assert any("the suite cannot be run\nline 3" in state.note for _, state in world.seen)
    assert len(world.jobs) == 2


class Saves:
    """What a learner saves into 01, whether it is over or may change again, and what comes of it.

    ``report``: of the version that is there when it is called.
    """

    def __init__(self, path: Path, report: Callable[..., Report]) -> None:
        self._path = path
        self._report = report

    def save(self, text: str, change: Change = Change.FRESH) -> Callable[[World], None]:
        def act(world: World) -> None:
            self._path.write_text(text)
            world.change = change

        return act

    def answer(self, verdict: Verdict) -> Callable[[World], None]:
        return lambda world: answer(self._report(verdict), len(world.jobs))(world)


@pytest.fixture
def saves(workspace: Path, report: Any) -> Saves:
    return Saves(workspace / "exercises" / "01_double.py", report)


FIRST, SECOND = "def double(x):\n    return 1\n", "def double(x):\n    return 2\n"


def texts(world: World) -> list[str | None]:
    """What was handed in, after the file that the watch began with; None: a check called off."""
    return [None if handed is None else handed.text for _, handed in world.jobs[1:]]


def checks(world: World) -> list[tuple[float, bool]]:
    """When the screen first showed each verdict, and whether it is a pass."""
    first: dict[int, tuple[float, bool]] = {}
    for at, state in world.seen:
        if state.checked is not None:
            first.setdefault(id(state.checked.report), (at, state.checked.report.passed))
    return list(first.values())


def test_what_comes_to_rest_was_handed_in_already(watched: Any, saves: Saves) -> None:
    at = {3: saves.save(FIRST), 5: saves.save(FIRST, Change.OVER), 7: saves.answer(Verdict.WRONG)}
    world = watched(at, 20)
    assert texts(world) == [FIRST]
    assert [passed for _, passed in checks(world)] == [False]


def test_an_answer_waits_until_it_is_known_that_the_file_stays_so(
    watched: Any, saves: Saves
) -> None:
    at = {3: saves.save(FIRST), 5: saves.answer(Verdict.WRONG), 9: saves.save(FIRST, Change.OVER)}
    world = watched(at, 20)
    assert texts(world) == [FIRST]
    assert [at for at, _ in checks(world)] == [pytest.approx(9 * STEP)]
    assert checks(world)[0][1] is False
    assert world.seen[-1][1].checked.attempt == 1


def test_a_version_that_did_not_stay_is_never_shown(watched: Any, saves: Saves) -> None:
    at = {
        3: saves.save(FIRST),
        5: saves.answer(Verdict.WRONG),
        7: saves.save(SECOND),
        9: saves.save(SECOND, Change.OVER),
        11: saves.answer(Verdict.PASSED),
    }
    world = watched(at, 20)
    assert texts(world) == [FIRST, SECOND]
    assert [passed for _, passed in checks(world)] == [True]


def test_what_is_taken_back_is_called_off_and_what_was_shown_stays(
    watched: Any, saves: Saves
) -> None:
    at = {
        2: saves.save(FIRST, Change.OVER),
        4: saves.answer(Verdict.WRONG),
        6: saves.save(SECOND),
        7: saves.answer(Verdict.PASSED),
        9: saves.save(FIRST, Change.OVER),
    }
    world = watched(at, 20)
    assert texts(world) == [FIRST, SECOND, None]
    assert [passed for _, passed in checks(world)] == [False]


def test_a_check_that_was_called_off_by_what_is_taken_back_is_run_again(
    watched: Any, saves: Saves
) -> None:
    at = {
        2: saves.save(FIRST, Change.OVER),
        4: saves.save(SECOND),
        6: saves.save(FIRST, Change.OVER),
        8: saves.answer(Verdict.WRONG),
    }
    world = watched(at, 20)
    assert texts(world) == [FIRST, SECOND, FIRST]
    assert [passed for _, passed in checks(world)] == [False]


def test_a_file_that_goes_while_it_was_handed_in_is_gone(
    watched: Any, saves: Saves, workspace: Path
) -> None:
    def lose(world: World) -> None:
        (workspace / "exercises" / "01_double.py").unlink()
        world.change = Change.OVER

    at = {3: saves.save(FIRST), 5: saves.answer(Verdict.WRONG), 6: lose}
    world = watched(at, 20)
    assert texts(world) == [FIRST, None]
    assert checks(world) == []
    assert world.seen[-1][1].gone


def test_a_key_that_checks_again_takes_what_was_handed_in(watched: Any, saves: Saves) -> None:
    at = {
        3: saves.save(FIRST),
        5: lambda world: world.press("r"),
        8: saves.answer(Verdict.WRONG),
        9: saves.save(FIRST, Change.OVER),
    }
    world = watched(at, 20)
    assert texts(world) == [FIRST]
    assert [passed for _, passed in checks(world)] == [False]
