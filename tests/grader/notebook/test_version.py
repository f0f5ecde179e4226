from __future__ import annotations

import importlib.metadata
import sys
import types
from dataclasses import replace

import pytest

from grader.errors import Fault, UsageError
from grader.notebook.version import about_torch, installed, old_torch, too_old
from grader.report import Report, Submission

REPORT = Report(
    "03_matmul", "matmul", Submission("cell", ""), (), (), versions=(("torch", "2.13.0"),)
)


def test_a_kernel_with_another_torch_than_the_grader_s_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(__version__="2.4.1"))
    assert about_torch(REPORT) == (
        "graded with PyTorch 2.13.0; this kernel still has 2.4.1: restart it",
    )
    assert about_torch(replace(REPORT, versions=(("torch", "2.4.1"),))) == ()
    assert about_torch(replace(REPORT, versions=())) == ()  # nothing was run
    monkeypatch.delitem(sys.modules, "torch")
    assert about_torch(REPORT) == ()


@pytest.mark.parametrize(
    ("version", "old"), [("2.5.1", True), ("1.13", True), ("2.6.0+cpu", False), ("2.13.0", False)]
)
def test_the_oldest_torch_is_the_one_that_the_package_asks_for(version, old):
    assert too_old(version) is old


@pytest.mark.parametrize(
    ("found", "what", "step"),
    [
        (None, "PyTorch is not installed here", "%pip install torch"),
        ("2.4.1", "PyTorch 2.4.1 is installed here, which is too old for this course",
         "%pip install --upgrade torch    then restart the kernel"),
    ],
)  # fmt: skip
def test_why_the_grader_does_not_start_is_told(monkeypatch, found, what, step):
    monkeypatch.setattr("grader.notebook.version.installed", lambda: found)
    with pytest.raises(UsageError) as caught, old_torch():
        raise Fault("the grader does not start", "exit code 1")
    assert (caught.value.what, caught.value.next_step) == (what, step)


def test_another_fault_stays_what_it_is(monkeypatch):
    monkeypatch.setattr("grader.notebook.version.installed", lambda: "2.13.0")
    with pytest.raises(Fault, match="no reason"), old_torch():
        raise Fault("no reason")


def test_the_installed_torch_is_known_without_importing_it(monkeypatch):
    assert installed() == importlib.metadata.version("torch")

    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert installed() is None
