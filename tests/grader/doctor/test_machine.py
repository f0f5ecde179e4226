"""What the doctor finds on a machine, and on one where something is broken."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.catalog import Course
from grader.doctor import machine as module
from grader.doctor.finding import Finding, State
from grader.doctor.machine import machine
from grader.errors import Fault
from grader.grading.grader import Grader
from grader.grading.isolation import PURPOSES
from grader.report import Layer, Report


@pytest.fixture
def looked(grader: Grader) -> Callable[[], dict[str, Finding]]:
    def look() -> dict[str, Finding]:
        found = machine(grader.course, lambda course: contextlib.nullcontext(grader))
        return {finding.name: finding for finding in found}

    return look


def test_one_real_check_says_how_long_it_takes_and_which_layers_hold(
    looked: Callable[[], dict[str, Finding]],
) -> None:
    found = looked()
    assert found["first check"].state is State.OK
    assert "s from start to verdict" in found["first check"].detail
    assert found["python"].detail.startswith(sys.version.split()[0])
    assert [f for f in found.values() if f.area == "isolation"]
    assert found["torch"].state is not State.BAD
    assert found["cuda"].detail


def test_every_layer_is_told_in_force_or_why_not(
    looked: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = (Layer("Landlock", False, "needs Linux 5.13"), Layer("seccomp", True, "127 calls"))
    real = module._first_check
    monkeypatch.setattr(module, "_first_check", lambda *a: replace(real(*a), isolation=layers))
    found = looked()
    assert {finding.name for finding in found.values()} >= set(PURPOSES)
    assert found["Landlock"].state is State.NOTE
    assert found["Landlock"].detail.startswith("not in force: needs Linux 5.13; with it, files")
    assert found["seccomp"].state is State.OK
    assert found["seccomp"].detail == "in force, 127 calls"
    assert found["no dumps"].detail.startswith("not in force: not attempted on this system")
    assert found["promises"].state is State.NOTE
    assert "not kept: a submission reads none of your files;" in found["promises"].detail
    assert "--allow-weak-isolation" in found["promises"].next_step


def test_layers_are_told_where_the_first_check_ran_nothing(
    looked: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module._first_check
    usual = looked()
    monkeypatch.setattr(module, "_first_check", lambda *a: replace(real(*a), isolation=()))
    found = looked()
    assert [found[name] for name in PURPOSES] == [usual[name] for name in PURPOSES]


def test_a_reference_that_does_not_pass_is_bad(
    looked: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(course: Course, grader: Grader) -> Report:
        return replace(real(course, grader), cases=())

    real = module._first_check
    monkeypatch.setattr(module, "_first_check", nothing)
    assert looked()["first check"].state is State.BAD


@pytest.mark.parametrize(
    ("error", "says", "step"),
    [
        (ImportError("libc10.so: no such file"), "ImportError: libc10.so", "pip install torch"),
        (Fault("no worker", "Closed"), "Fault: no worker Closed", "LEARN_TRACEBACK"),
        (OSError("two\nlines"), "OSError: two lines", "LEARN_TRACEBACK"),
    ],
)
def test_a_grader_that_does_not_start_is_bad_and_the_rest_is_looked_at(
    grader: Grader, error: Exception, says: str, step: str
) -> None:
    def broken(course: Course) -> Any:
        raise error

    found = {finding.name: finding for finding in machine(grader.course, broken)}
    assert found["first check"].state is State.BAD
    assert found["first check"].detail.startswith(says)
    assert step in found["first check"].next_step
    assert found["torch"].state is not State.BAD


@pytest.mark.parametrize(
    ("answer", "cards", "why"),
    [
        (
            "echo 'NVIDIA H200, 550.54'; echo 'NVIDIA H200, 550.54'",
            "NVIDIA H200, driver 550.54",
            "",
        ),
        ("echo 'NVIDIA-SMI has failed'; exit 9", "", "nvidia-smi finds none"),
        ("exit 0", "", "nvidia-smi finds none"),
    ],
)
def test_the_driver_is_asked_for_its_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, cards: str, why: str
) -> None:
    (tmp_path / "nvidia-smi").write_text(f"#!/bin/sh\n{answer}\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert module._cards() == (cards, why)


def test_without_a_driver_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert module._cards() == ("", "there is no NVIDIA driver")


def test_a_card_that_a_cpu_build_cannot_use_is_told_with_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import torch

    monkeypatch.setattr(module, "_cards", lambda: ("NVIDIA H200, driver 550.54", ""))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.version, "cuda", None)
    found = {finding.name: finding for finding in module._torch()}
    assert found["cuda"].state is State.NOTE
    assert "built for the CPU" in found["cuda"].detail
    assert "pytorch.org" in found["cuda"].next_step
    monkeypatch.setattr(torch.version, "cuda", "12.6")
    found = {finding.name: finding for finding in module._torch()}
    assert found["cuda"].detail == "torch cannot use NVIDIA H200, driver 550.54"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    found = {finding.name: finding for finding in module._torch()}
    assert (found["cuda"].state, found["cuda"].detail) == (State.OK, "NVIDIA H200, driver 550.54")
    found = {finding.name: finding for finding in module._torch("it does not start here: too old")}
    assert found["cuda"].state is State.NOTE
    assert found["cuda"].detail.endswith("driver 550.54: it does not start here: too old")
    assert "update the driver" in found["cuda"].next_step


@pytest.mark.parametrize(
    ("version", "outside"),
    [("2.6.0", False), ("2.13.1+cpu", False), ("2.5.1", True), ("2.14.0", True), ("3.0", True)],
)
def test_a_torch_that_the_course_is_not_tested_with_is_told(
    monkeypatch: pytest.MonkeyPatch, version: str, outside: bool
) -> None:
    wanted = ["click>=8.1", "torch<2.14,>=2.6", "torchvision<0.1; extra == 'x'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: wanted)
    assert bool(module._outside(version)) == outside


def test_a_newer_python_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module._python().state is State.OK
    monkeypatch.setattr(module, "NEWEST_PYTHON", (3, 9))
    assert module._python().state is State.NOTE
