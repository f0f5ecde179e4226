"""One function or answer on the simulated device, as the grader itself sees it."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from grader.catalog import Exercise
from grader.declared import Settings
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


class Bench:
    """The functions of one file, on a plain CPU, on the simulated device, and on a real one.

    Args:
        launcher: of the workers, one for each place.
        path: of the file.
    """

    def __init__(self, launcher: Launcher, path: Path) -> None:
        self._launcher = launcher
        self._path = path
        self._program = Program(f"{path.stem}.py", path.read_text("utf-8"), ())
        self._clients: dict[tuple[str, str], Client] = {}

    def __enter__(self) -> Bench:
        self._launcher.preload("optimizers")
        self._launcher.preload("simulated")
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.stop()

    @property
    def names(self) -> list[str]:
        """The functions that take the three inputs."""
        nodes = ast.parse(self._path.read_text("utf-8")).body
        return [
            node.name
            for node in nodes
            if isinstance(node, ast.FunctionDef)
            and [argument.arg for argument in node.args.args] == ["x", "y", "ids"]
        ]

    def simulated(self, name: str) -> tuple[str, str]:
        """What the device check says of a function, and why: the first look that is not fine."""
        plain = self._answer(name, "cpu", "cpu")
        if isinstance(plain, Ended):
            return "broken on the CPU", str(plain)
        looks = (self._look(name, device, plain) for device in SIMULATED)
        return next((look for look in looks if look[0] != FINE), (FINE, ""))

    def real(self, name: str, device: str) -> tuple[str, str]:
        """What a real device says of it, for inputs there and for inputs on the CPU beside it."""
        for where in (device, "cpu"):
            answer = self._answer(name, where, device)
            if isinstance(answer, Ended):
                return MISTAKE, str(answer)
            if _places(answer) != {where}:
                return MISTAKE, f"the answer is on {_places(answer)}"
        return FINE, ""

    def _look(self, name: str, device: str, plain: list[torch.Tensor]) -> tuple[str, str]:
        answer = self._answer(name, device, device)
        if isinstance(answer, Ended):
            verdict, record = judge(answer, Settings())
            verdict, told = read_simulated(device, verdict, record, answer, {})
            said = LACKING if verdict is Verdict.UNAVAILABLE else MISTAKE
            return said, f"{device}: {told.rationale if told else verdict}"
        if _places(answer) != {place(device)}:
            return MISTAKE, f"{device}: the answer is on {_places(answer)}"
        if any(not _close(a, b) for a, b in zip(answer, plain, strict=True)):
            return MISTAKE, f"{device}: other values than on the CPU"
        return FINE, ""

    def _answer(self, name: str, device: str, beside: str) -> list[torch.Tensor] | Ended:
        """The tensors of a function's answer; ``beside``: the device that the worker has."""
        client = self._client(device, beside)
        try:
            client.load()
            client.device = place(device)
            encoder = client.encoder()
            fields: dict[str, Any] = {"args": encoder.encode(_inputs()), "kwargs": {"d": []}}
            reply = client.request("call", encoder, target=name, seed=1, **fields)
        except Ended as ended:
            return ended
        return tensors_in(reply.value)

    def _client(self, device: str, beside: str) -> Client:
        if (device, beside) not in self._clients:
            pretends = device in SIMULATED
            start = place(device) if pretends else beside
            self._clients[device, beside] = Client(
                self._launcher, self._program, 60.0, start, pretends
            )
        return self._clients[device, beside]


def _inputs() -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(7)
    x, y = (torch.randn(6, 8, generator=generator) for _ in range(2))
    return [x, y, torch.randint(8, (6,), generator=generator)]


def _places(answer: list[torch.Tensor]) -> set[str]:
    return {note.device.partition(":")[0] for t in answer if (note := note_of(t))}


def _close(a: torch.Tensor, b: torch.Tensor) -> bool:
    a, b = a.detach(), b.detach()
    same = a.dtype == b.dtype and a.shape == b.shape
    return same and torch.allclose(a.double(), b.double(), 1e-3, 1e-5, equal_nan=True)


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
