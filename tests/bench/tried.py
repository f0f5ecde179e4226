"""One function or answer on the simulated device, as the grader itself sees it."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from grader.catalog import Exercise
from grader.grading.grader import Grader
from grader.grading.wishes import Wishes
from grader.proof.wrongs import shows_on
from grader.report import Submission, Verdict
from grader.submission import Handed
from grader.suite.devices import SIMULATED, place, read_simulated
from grader.suite.reference import as_submission
from grader.suite.verdicts import judge
from grader.wire import note_of
from grader.worker.client import Client, Ended, Program
from grader.worker.effects import tensors_in
from grader.worker.launch import Launcher

FINE, MISTAKE, LACKING = "fine", "mistake", "not simulated"


def names_of(path: Path) -> list[str]:
    """The functions of a corpus that take the three inputs."""
    nodes = ast.parse(path.read_text("utf-8")).body
    return [
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and [a.arg for a in node.args.args] == ["x", "y", "ids"]
    ]


def tried(launcher: Launcher, path: Path, name: str) -> tuple[str, str]:
    """What is said of one function, and why: of both looks the worse one."""
    said = FINE, ""
    plain = _answer(launcher, path, name, "cpu")
    if isinstance(plain, Ended):
        return "broken on the CPU", str(plain)
    for device in SIMULATED:
        found = _look(launcher, path, name, device, plain)
        said = found if said[0] == FINE else said
    return said


def on_device(launcher: Launcher, path: Path, name: str, device: str) -> tuple[str, str]:
    """What is said of one function on a real device, and for inputs on the CPU beside it."""
    plain = _answer(launcher, path, name, "cpu")
    if isinstance(plain, Ended):
        return MISTAKE, str(plain)
    for where in (device, "cpu"):
        answer = _answer(launcher, path, name, where, beside=device)
        if isinstance(answer, Ended):
            return MISTAKE, str(answer)
        places = {note.device.partition(":")[0] for t in answer if (note := note_of(t))}
        if places != {where}:
            return MISTAKE, f"the answer is on {places}"
    return FINE, ""


def _look(
    launcher: Launcher, path: Path, name: str, device: str, plain: list[torch.Tensor]
) -> tuple[str, str]:
    answer = _answer(launcher, path, name, device)
    if isinstance(answer, Ended):
        from grader.catalog import Settings

        verdict, record = judge(answer, Settings())
        verdict, record = read_simulated(device, verdict, record, answer, {})
        said = LACKING if verdict is Verdict.UNAVAILABLE else MISTAKE
        return said, f"{device}: {record.rationale if record else verdict}"
    places = {note.device.partition(":")[0] for t in answer if (note := note_of(t))}
    if places != {place(device)}:
        return MISTAKE, f"{device}: the answer is on {places}"
    if any(not _close(a, b) for a, b in zip(answer, plain, strict=True)):
        return MISTAKE, f"{device}: other values than on the CPU"
    return FINE, ""


def _close(a: torch.Tensor, b: torch.Tensor) -> bool:
    a, b = a.detach(), b.detach()
    same = a.dtype == b.dtype and a.shape == b.shape
    return same and torch.allclose(a.double(), b.double(), 1e-3, 1e-5, equal_nan=True)


def _answer(
    launcher: Launcher, path: Path, name: str, device: str, beside: str = "cpu"
) -> list[torch.Tensor] | Ended:
    """What the function gives, or how it ended; ``beside``: a device that the worker has too."""
    generator = torch.Generator().manual_seed(7)
    x, y = (torch.randn(6, 8, generator=generator) for _ in range(2))
    ids = torch.randint(8, (6,), generator=generator)
    program = Program(f"{path.stem}.py", path.read_text("utf-8"), (name,))
    started = place(device) if device in SIMULATED or beside == "cpu" else beside
    with Client(launcher, program, 60.0, started, device in SIMULATED) as client:
        try:
            client.load()
            client.device = place(device)
            encoder = client.encoder()
            fields: dict[str, Any] = {"args": encoder.encode([x, y, ids]), "kwargs": {"d": []}}
            reply = client.request("call", encoder, target=name, seed=1, **fields)
        except Ended as ended:
            return ended
        return list(tensors_in(reply.value))


def answers(grader: Grader, exercise: Exercise) -> Iterator[tuple[str, str, str, str]]:
    """Kind, name, what is said and why, of the reference, the rights and the wrongs that show."""
    right = [
        (path.stem, path.read_text("utf-8")) for path in (exercise.reference, *exercise.rights)
    ]
    wrong = [
        (path.stem, as_submission(exercise.reference, path))
        for path in exercise.wrongs
        if "simulated" in shows_on(path)
    ]
    kinds = ["right"] * len(right) + ["wrong"] * len(wrong)
    names = [f"{exercise.number} {name}" for name, _ in (*right, *wrong)]
    handed = [_handed(name, text) for name, text in (*right, *wrong)]
    reports = grader.check_all(
        exercise, handed, Wishes(device="simulated", policy="graded", seed=1)
    )
    for kind, name, report in zip(kinds, names, reports, strict=True):
        bad = next((c for c in report.device_check if c.verdict is not Verdict.PASSED), None)
        detail = next((d.detail for d in report.devices if d.name == "simulated"), "")
        if bad is not None:
            rationale = bad.failure.rationale if bad.failure else ""
            yield kind, name, MISTAKE, f"{bad.id}: {rationale}"
        else:
            yield kind, name, FINE if report.device_check else LACKING, detail


def _handed(name: str, text: str) -> Handed:
    return Handed(text, Submission(name, hashlib.sha256(text.encode()).hexdigest()))
