"""What of the machine a check needs: Python, torch, a GPU, and the layers of isolation.

The one check that is made here grades the course's own answer to its first exercise. No CUDA
context is made in this process, and the GPU is asked for after the workers' template was forked.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from grader import __version__
from grader.catalog import Course
from grader.doctor.finding import Finding, State
from grader.grading.grader import Grader
from grader.grading.isolation import layers_here, standings
from grader.promises import broken_promises
from grader.report import Layer, Report
from grader.submission import read

NEWEST_PYTHON = (3, 13)  # the newest that the course is tested with
_SMI = ("nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader")
_PATIENCE = 10.0  # seconds for nvidia-smi
MakeGrader = Callable[[Course], AbstractContextManager[Grader]]


def machine(course: Course, make_grader: MakeGrader = Grader) -> list[Finding]:
    """What was found on the machine; never raises for what is broken here."""
    found = [_python(), _versions()]
    started, dead = time.monotonic(), ""
    try:
        with make_grader(course) as grader:
            report = _first_check(course, grader)
            dead = next((d.detail for d in report.devices if d.name == "cuda" and not d.ran), "")
            found += _checked(report, time.monotonic() - started)
            found += _isolation(report.isolation or layers_here(grader))
    except Exception as error:  # whatever is broken, the rest is still to be looked at
        found.append(_no_check(error))
    return [*found, *_torch(dead)]


def _python() -> Finding:
    version, here = platform.python_version(), f"{sys.executable}, {platform.platform(terse=True)}"
    if sys.version_info[:2] > NEWEST_PYTHON:
        newest = ".".join(map(str, NEWEST_PYTHON))
        detail = f"{version}, newer than {newest}, the last one that the course is tested with"
        return Finding("python", "python", State.NOTE, f"{detail} ({here})")
    return Finding("python", "python", State.OK, f"{version} ({here})")


def _versions() -> Finding:
    place = Path(__file__).resolve().parent.parent
    return Finding("grader", "learn-torch", State.OK, f"{__version__} in {place}")


def _first_check(course: Course, grader: Grader) -> Report:
    """The report on the course's own answer to its first exercise."""
    exercise = course.exercises[0]
    return grader.check(exercise, read(exercise.reference, f"solutions/{exercise.slug}.py"))


def _checked(report: Report, seconds: float) -> Iterator[Finding]:
    if report.passed:
        detail = f"{seconds:.1f} s from start to verdict, {report.seconds:.2f} s of it the check"
        yield Finding("grader", "first check", State.OK, detail)
    else:
        failed = report.faults or tuple(filter(None, (report.first_failure,)))
        why = failed[0].failure.rationale if failed and failed[0].failure else "no case ran"
        detail = f"the course's own answer to {report.exercise} does not pass: {why}"
        yield Finding("grader", "first check", State.BAD, detail, "report this as a bug")


def _isolation(layers: Sequence[Layer]) -> Iterator[Finding]:
    """Every layer that there could be, and what follows for other people's code."""
    for layer in standings(layers):
        if layer.in_force:
            detail = ", ".join(filter(None, ("in force", layer.why)))
            yield Finding("isolation", layer.name, State.OK, detail)
        else:
            detail = f"not in force: {layer.why or 'no reason was given'}; with it, {layer.purpose}"
            yield Finding("isolation", layer.name, State.NOTE, detail)
    broken = broken_promises(layers)
    if broken:
        detail = f"not kept: {'; '.join(broken)}. So learn grade runs nobody's code here"
        step = "learn grade --allow-weak-isolation    runs it all the same"
        yield Finding("isolation", "promises", State.NOTE, detail, step)
    else:
        kept = "all are kept: other people's code can neither read nor harm what is yours"
        yield Finding("isolation", "promises", State.OK, kept)


def _no_check(error: Exception) -> Finding:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    step = (
        "pip install torch"
        if isinstance(error, ImportError)
        else "LEARN_TRACEBACK=1 learn check 01"
    )
    return Finding("grader", "first check", State.BAD, text, step)


def _torch(dead: str = "") -> Iterator[Finding]:
    """What torch is, and the GPU; ``dead``: why the first check did not run on one."""
    try:
        import torch
    except Exception as error:  # a broken install raises anything
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        yield Finding("torch", "torch", State.BAD, detail, "pip install torch")
        return
    build = f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPU"
    outside = _outside(torch.__version__)
    detail = f"{torch.__version__}, built for {build}" + (f"; {outside}" if outside else "")
    yield Finding("torch", "torch", State.NOTE if outside else State.OK, detail)
    cards, why = _cards()
    if torch.cuda.is_available() and dead:
        step = "update the driver, or install a torch for it: see the chooser on pytorch.org"
        yield Finding("torch", "cuda", State.NOTE, f"{cards or 'a GPU'}: {dead}", step)
    elif torch.cuda.is_available():
        yield Finding("torch", "cuda", State.OK, cards or f"a GPU is here; {why}")
    elif cards and not torch.version.cuda:
        detail = f"not used: this torch is built for the CPU, and here is {cards}"
        step = "install a torch built for CUDA: see the chooser on pytorch.org"
        yield Finding("torch", "cuda", State.NOTE, detail, step)
    elif cards:
        detail = f"torch cannot use {cards}"
        yield Finding(
            "torch", "cuda", State.NOTE, detail, "update the driver, or CUDA_VISIBLE_DEVICES"
        )
    else:
        detail = f"no GPU here ({why}); cases on it are said to be not run"
        yield Finding("torch", "cuda", State.OK, detail)
    if torch.backends.mps.is_available():
        yield Finding("torch", "mps", State.OK, "available")


def _outside(version: str) -> str:
    """What to say of a torch outside the releases that the course names; empty for one inside."""
    try:
        wanted = importlib.metadata.requires("learn-torch") or []
    except importlib.metadata.PackageNotFoundError:
        return ""
    line = next((text for text in wanted if re.match(r"torch\b", text)), "")
    limits = re.findall(r"([<>]=?)(\d+)\.(\d+)", line)
    number = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    for sign, major, minor in limits:
        edge = (int(major), int(minor))
        if (sign == "<" and number >= edge) or (sign == ">=" and number < edge):
            return f"the course is tested with {line.removeprefix('torch')}"
    return ""


def _cards() -> tuple[str, str]:
    """The GPUs that the driver knows, with its version; else why there are none."""
    if shutil.which(_SMI[0]) is None:
        return "", "there is no NVIDIA driver"
    try:
        done = subprocess.run(_SMI, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "", "nvidia-smi does not answer"
    lines = [line.strip() for line in done.stdout.splitlines() if "," in line]
    if done.returncode or not lines:
        return "", "nvidia-smi finds none"
    named = [
        f"{name.strip()}, driver {driver.strip()}"
        for name, driver in (x.rsplit(",", 1) for x in lines)
    ]
    return "; ".join(dict.fromkeys(named)), ""
