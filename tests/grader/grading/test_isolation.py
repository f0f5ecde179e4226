"""Layers switched off, in the open: what is not promised then, and who is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.catalog import Course
from grader.errors import UsageError
from grader.grading import isolation
from grader.grading.grader import Grader
from grader.grading.isolation import (
    PROMISES,
    PURPOSES,
    broken_promises,
    demand_isolation,
    layers_here,
    standings,
)
from grader.render.terminal import render_terminal
from grader.report import Layer, Report
from grader.submission import Handed
from grader.worker.launch import SpawnLauncher
from grader.worker.main import Confinement

linux = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ALL = tuple(Layer(name, True) for name in PURPOSES)


def without(*names: str) -> list[Layer]:
    return [layer for layer in ALL if layer.name not in names]


def test_with_every_layer_every_promise_is_kept() -> None:
    assert broken_promises(ALL) == ()
    assert demand_isolation(ALL) == ()


def test_without_any_layer_no_promise_is_kept() -> None:
    assert broken_promises(()) == tuple(promise for promise, _ in PROMISES)


@pytest.mark.parametrize(("promise", "keepers"), PROMISES)
def test_a_promise_is_kept_by_any_one_layer_behind_it(
    promise: str, keepers: tuple[str, ...]
) -> None:
    assert promise in broken_promises(without(*keepers))
    for keeper in keepers:
        assert promise not in broken_promises([Layer(keeper, True)])
        assert promise in broken_promises([Layer(keeper, False, "switched off")])


def test_every_layer_behind_a_promise_is_one_that_there_is() -> None:
    assert {keeper for _, keepers in PROMISES for keeper in keepers} <= set(PURPOSES)


def test_weak_isolation_is_refused_in_words_unless_it_is_allowed() -> None:
    layers = without("seccomp")
    with pytest.raises(UsageError) as caught:
        demand_isolation(layers)
    assert "starts and signals no process" in caught.value.found
    assert "--allow-weak-isolation" in caught.value.next_step
    assert demand_isolation(layers, allow_weak=True) == broken_promises(layers)


def test_every_layer_is_shown_with_what_became_of_it() -> None:
    told = [Layer("seccomp", True, "127 calls"), Layer("Landlock", False, "switched off")]
    shown = {standing.name: standing for standing in standings(told)}
    assert list(shown) == list(PURPOSES)
    assert (shown["seccomp"].in_force, shown["seccomp"].why) == (True, "127 calls")
    assert (shown["Landlock"].in_force, shown["Landlock"].why) == (False, "switched off")
    assert shown["no dumps"].why == "not attempted on this system"


@linux
def test_a_worker_here_tells_every_layer_by_the_names_that_have_a_purpose(grader: Grader) -> None:
    assert {layer.name for layer in layers_here(grader)} == set(PURPOSES)


@linux
@pytest.mark.parametrize(
    ("off", "broken"),
    [
        ("namespaces", ()),
        ("seccomp", ("a submission starts and signals no process",)),
        ("limits", ("a submission takes no more memory than it may",)),
    ],
)
def test_a_layer_switched_off_is_told_on_the_screen_and_breaks_its_promise(
    make_course: Callable[..., Course],
    hand_in: Callable[[str], Handed],
    right: str,
    off: str,
    broken: tuple[str, ...],
) -> None:
    course = make_course()
    with Grader(course, frozenset({off})) as weak:
        report = weak.check(course.find("01"), hand_in(right))
    assert report.passed
    assert [layer for layer in report.isolation if layer.detail == "switched off"]
    assert "weaker than full" in render_terminal(report, width=80, color=False)
    assert set(broken) <= set(broken_promises(report.isolation))


@linux
def test_where_no_layer_guards_files_it_is_told_and_refused_to_others(
    make_course: Callable[..., Course], hand_in: Callable[[str], Handed], right: str
) -> None:
    course = make_course()
    with Grader(course, frozenset({"landlock", "namespaces"})) as weak:
        report: Report = weak.check(course.find("01"), hand_in(right))
    assert report.passed
    assert "a submission reads none of your files" in broken_promises(report.isolation)
    assert "weaker than full" in render_terminal(report, width=80, color=False)
    with pytest.raises(UsageError, match="cannot isolate it"):
        demand_isolation(report.isolation)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways of a system without a safe fork: a spawned worker, and no layer to switch on."""

    def spawning(rules: Confinement, clean: bool = True) -> SpawnLauncher:
        every = frozenset({"landlock", "seccomp", "limits", "namespaces"})
        return SpawnLauncher(replace(rules, off=every))

    monkeypatch.setattr("grader.worker.launch.best_launcher", spawning)


def test_a_spawned_worker_without_layers_is_told_as_what_it_is(
    elsewhere: None,
    make_course: Callable[..., Course],
    hand_in: Callable[[str], Handed],
    right: str,
) -> None:
    course = make_course()
    with Grader(course) as weak:
        report = weak.check(course.find("01"), hand_in(right))
        layers = layers_here(weak)
    assert report.passed
    assert broken_promises(layers) == tuple(promise for promise, _ in PROMISES)
    with pytest.raises(UsageError):
        demand_isolation(layers)
    assert not any(standing.in_force for standing in isolation.standings(layers))
