"""What an element of a job array does: grades an order, and leaves each result in a folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

from grader.engines.base import Graded
from grader.engines.gpus import Slots
from grader.engines.local import LocalEngine
from grader.engines.order import Order, fill
from grader.errors import UsageError
from grader.gradebook.store import FINAL
from grader.whole import write_whole


class Results:
    """Results in a folder, one file each, named by all that decides them.

    Args:
        folder: seen by all machines.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def name(self, order: Order, digest: str) -> str:
        """The name of a piece's result."""
        chunk = order.chunk
        parts = [order.suite, order.torch, chunk.exercise, chunk.device, digest]
        text = json.dumps([*parts, chunk.seed, chunk.patience])
        return hashlib.sha256(text.encode()).hexdigest()

    def find(self, name: str) -> Graded | None:
        """The result, None where there is none yet."""
        try:
            return Graded(**json.loads((self._folder / name).read_text("utf-8")))
        except (OSError, ValueError, TypeError):  # a file that is no result is not one
            return None

    def leave(self, name: str, graded: Graded) -> None:
        """Writes a result, whole or not at all."""
        write_whole(self._folder / name, [json.dumps(asdict(graded)).encode()])

    def forget(self, name: str) -> None:
        """Removes a result that is kept elsewhere."""
        with contextlib.suppress(OSError):
            (self._folder / name).unlink()


def run(order: Order, results: Results) -> list[Graded] | UsageError:
    """Grades an order; also gives what it left, or why this machine must not grade.

    Only what is decided by the submission is left for a later command: a fault is tried again.
    """
    found: list[Graded] = []
    todo = []
    for piece in order.chunk.pieces:
        graded = results.find(results.name(order, piece.digest))  # by a job before this one
        if graded is None:
            todo.append(piece)
        else:
            found.append(graded)
    rest = replace(order, chunk=replace(order.chunk, pieces=tuple(todo)))
    try:
        with LocalEngine(
            order.course.root, _processes(order.chunk.device), weak=order.weak
        ) as engine:
            for graded in fill(rest, engine):
                if graded.state in FINAL:
                    results.leave(results.name(order, graded.digest), graded)
                found.append(graded)
    except UsageError as error:
        return error
    return found


def _processes(device: str) -> int:
    """One, however many processors: the second is for the confined worker below it.

    Every GPU that the job was given has a process of its own at least.
    """
    own = int(os.environ.get("SLURM_CPUS_PER_TASK", "1")) // 2
    return max(1, own, Slots().count if device != "cpu" else 1)
