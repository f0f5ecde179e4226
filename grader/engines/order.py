"""An order: a chunk that is graded in another process, maybe on another machine.

The one function that engines beyond this process call. It grades with a local engine there, whose
confined workers are the isolation; the process that calls it is trusted and runs no student's code.
An order names the releases that its results will be kept under, and is refused where they differ.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from grader.catalog import Course, bundled_course
from grader.engines.base import Chunk, Graded, timeless
from grader.engines.faults import fault_report
from grader.engines.local import LocalEngine
from grader.errors import UsageError
from grader.gradebook.store import FAULT
from grader.render.json_report import to_json


@dataclass(frozen=True)
class Order:
    """A chunk, with all that another machine has to know.

    ``root`` is the course's folder, the same on every machine; empty for the course that came with
    the grader, wherever that is. ``suite`` and ``torch`` are the releases that results are kept
    under.
    """

    chunk: Chunk
    root: str
    suite: str
    torch: str
    weak: bool = False

    @property
    def course(self) -> Course:
        """The course, as it is found on this machine."""
        return Course(Path(self.root)) if self.root else bundled_course()


def orders(root: Path, weak: bool = False) -> Callable[[Chunk], Order]:
    """Makes orders for chunks of the course in a folder."""
    course, torch = Course(root), version("torch")
    named = "" if root == bundled_course().root else str(root.resolve())

    def order(chunk: Chunk) -> Order:
        return Order(chunk, named, course.find(chunk.exercise).digest, torch, weak)

    return order


def fill(order: Order, engine: LocalEngine) -> Iterator[Graded]:
    """One result for each piece of an order, as they come.

    Raises UsageError where this machine has another release of the course or of torch.
    """
    exercise = order.course.find(order.chunk.exercise)
    for what, here, wanted in (
        (f"the suite of {exercise.slug}", exercise.digest, order.suite),
        ("torch", version("torch"), order.torch),
    ):
        if here != wanted:
            raise UsageError(
                f"{socket.gethostname()} has another release of {what} than the machine that asks",
                f"{here}, not {wanted}",
                "install the same releases on both: results would not compare",
            )
    return engine.grade([order.chunk])


def singles(order: Order) -> list[Order]:
    """An order for each piece: whoever ends its process then costs nobody else."""
    chunk = order.chunk
    return [replace(order, chunk=replace(chunk, pieces=(piece,))) for piece in chunk.pieces]


def faults(order: Order, why: str) -> Iterator[Graded]:
    """Results that call all pieces of an order a fault of ours."""
    chunk = order.chunk
    for piece in chunk.pieces:
        report = fault_report(
            order.course.find(chunk.exercise), piece.digest, chunk.device, why[:2000]
        )
        yield Graded(
            piece.digest, chunk.exercise, chunk.device, chunk.seed, FAULT,
            to_json(timeless(report)), 0.0,
        )  # fmt: skip
