"""Layers switched off, in the open: what is not promised then, and who is told."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Course
from grader.engines import nursery
from grader.engines.local import LocalEngine
from grader.errors import UsageError
from grader.grading import isolation
from grader.grading.grader import Grader
from grader.grading.isolation import PURPOSES, demand_isolation, layers_here, standings
from grader.promises import PROMISES, broken_promises
from grader.render.terminal import render_terminal
from grader.report import Layer, Report
from grader.submission import Handed
from grader.worker.launch import SpawnLauncher
from grader.worker.main import Confinement

linux = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ALL = tuple(Layer(name, True) for name in PURPOSES)


def without(*names: str) -> list[Layer]:
    return [layer for layer in ALL if layer.name not in names]


def test_with_every_layer_other_people_s_code_is_run() -> None:
    assert demand_isolation(ALL) == ()


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


# --------------------------------------------------------------------------- what is typed

Learn = Callable[..., Any]
FILES = "a submission reads none of your files"


@pytest.fixture
def switch_off(
    learn: Learn, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str
) -> Iterator[Callable[..., None]]:
    """Makes the commands' graders lack layers, in a folder where ann has handed in."""
    made: list[Grader] = []

    def without(*off: str) -> None:
        weak = Grader(grader.course, frozenset(off))
        made.append(weak)
        for command in ("check", "doctor"):
            name = f"grader.cli.{command}.Grader"
            monkeypatch.setattr(name, lambda *_, **__: contextlib.nullcontext(weak))
        engine = functools.partial(LocalEngine, off=frozenset(off))
        monkeypatch.setattr("grader.cli.engine.LocalEngine", engine)

    (tmp_path / "in/ann").mkdir(parents=True)
    (tmp_path / "in/ann/01_double.py").write_text(right)
    monkeypatch.chdir(tmp_path)
    yield without
    for weak in made:
        weak.close()


CHECK = ("check", "01", "--file", "in/ann/01_double.py", "--plain")
GRADE = ("grade", "in", "--jobs", "1", "--format", "json", "--output", "c.json")


def told(said: Any) -> str:
    return " ".join((said.out + said.err).split())


@linux
def test_layers_that_break_no_promise_are_told_and_refuse_nobody(
    learn: Learn, switch_off: Callable[..., None]
) -> None:
    """As in a container without namespaces: every promise is kept by another layer."""
    switch_off("namespaces")
    graded = learn(*GRADE)
    assert graded.code == 0, graded.err
    assert "the isolation was weak" not in graded.out
    doctor = told(learn("doctor"))
    assert "note network namespace not in force: switched off; with it, a worker has no" in doctor
    assert "ok Landlock in force, version" in doctor
    assert "ok promises all are kept" in doctor
    check = told(learn(*CHECK))
    assert "isolation: weaker than full, without user namespace (switched off)" in check
    assert "not promised" not in check


@linux
def test_a_broken_promise_is_told_by_every_command_and_refused_to_others(
    learn: Learn, switch_off: Callable[..., None]
) -> None:
    switch_off("landlock", "namespaces")
    refused = learn(*GRADE)
    assert refused.code == 2
    assert "other people's code is not run here" in refused.err
    assert f"not promised: {FILES}" in refused.err
    assert "--allow-weak-isolation" in refused.err
    assert not Path("c.json").exists()
    allowed = learn(*GRADE, "--allow-weak-isolation")
    assert allowed.code == 0, allowed.err
    assert f"       1  {FILES}" in allowed.out.splitlines()
    assert '"name": "Landlock", "in_force": false' in Path("c.json").read_text()
    again = learn(*GRADE)  # all is in the gradebook, and nothing is run
    assert again.code == 0, again.err
    assert again.out == allowed.out
    doctor = told(learn("doctor"))
    assert "note Landlock not in force: switched off; with it, files open for reading" in doctor
    assert f"note promises not kept: {FILES}" in doctor
    assert f"isolation: weaker than full, not promised: {FILES}; without" in told(learn(*CHECK))


@linux
def test_without_any_layer_every_command_says_so(
    learn: Learn, switch_off: Callable[..., None]
) -> None:
    switch_off("landlock", "seccomp", "limits", "namespaces")
    refused = " ".join(learn(*GRADE).err.split())
    assert all(promise in refused for promise, _ in PROMISES)
    assert told(learn("doctor")).count("note") >= len(PURPOSES)
    assert "isolation: none, your code ran with all of your rights" in told(learn(*CHECK))


@linux
def test_on_a_system_without_a_safe_fork_a_class_is_refused_unless_weakness_is_allowed(
    learn: Learn, switch_off: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine's processes take this for macOS: no prctl, and a spawned worker a submission."""
    elsewhere = """
import os, socket, sys, sysconfig, torch
sysconfig.get_config_vars()  # what it reads is named by the system
from grader.worker.isolation import kernel
sys.platform, kernel._libc = "darwin", lambda: object()
real = socket.socketpair
def socketpair(family=socket.AF_UNIX, kind=socket.SOCK_STREAM, proto=0):
    assert kind == socket.SOCK_STREAM, "macOS has no other"
    return real(family, kind, proto)
socket.socketpair = socketpair
"""
    switch_off("landlock", "seccomp", "limits", "namespaces")
    path, program = nursery._START.replace("; ", "\n").split("\n", 2)[1:]
    monkeypatch.setattr(nursery, "_START", f"import sys\n{path}\n{elsewhere}{program}")
    assert "cannot isolate it" in learn(*GRADE).err
    allowed = learn(*GRADE, "--allow-weak-isolation")
    assert allowed.code == 0, allowed.err
    assert [line.split()[0] for line in allowed.out.splitlines() if promise_line(line)] == [
        "1" for _ in PROMISES
    ]


def promise_line(line: str) -> bool:
    return any(line.endswith(promise) for promise, _ in PROMISES)


def test_without_forks_a_class_is_not_begun(
    learn: Learn, switch_off: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    said = learn(*GRADE, "--allow-weak-isolation")
    assert said.code == 2
    assert "has no fork" in said.err
