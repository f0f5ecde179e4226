"""The Slurm engine: job arrays, a chunk an element, results through a folder that all machines see.

An element writes each result as it comes, and the command collects it from there. So nothing is
lost when the command ends first: the next one finds what the jobs have left, waits for those that
still run, and asks for the rest.
An element that ends before its time is followed by another for what it has not done.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from grader.engines.base import Chunk, Graded
from grader.engines.earlier import alone, living
from grader.engines.element import Results, run
from grader.engines.extras import extra
from grader.engines.order import Order, faults, orders, singles
from grader.errors import Fault, UsageError

ARRAY = 200  # elements; Slurm's own limit is 1,000 where nobody raised it
POLL = 1.0  # seconds between two looks into the folder
MOST_TRIES = 3  # of a piece whose elements end without its result
USUAL = {"name": "learn-grade", "timeout_min": 240, "cpus_per_task": 2, "stderr_to_stdout": True}
GPU = ("gpu", "gres")  # parts of the names of options by which a job gets one


@dataclass(eq=False)
class _Element:
    """A job, and what is still expected of it. Its order is in its file: a class is not held."""

    job: Any
    names: dict[str, str]  # digest -> name of the result
    tries: int = 1


class SlurmEngine:
    """Grades in jobs of Slurm.

    Args:
        root: the course's folder; the same on all machines, unless it came with the grader.
        shared: a folder that all machines see; made if it is not there.
        options: of the jobs, as ``name=value``, by sbatch's names or submitit's.
        weak: grade even where a promise of the isolation is broken.
        cluster: "slurm"; "local" for processes of this machine.

    Raises UsageError when submitit is not installed, an option is unknown, or there is no Slurm.
    """

    def __init__(
        self,
        root: Path,
        shared: Path,
        options: tuple[str, ...] = (),
        *,
        weak: bool = False,
        cluster: str = "slurm",
    ) -> None:
        self._submitit: Any = extra("slurm", "submitit")
        self._order = orders(root, weak)
        self._cluster = cluster
        self._folder = _made(shared)
        self._results = Results(self._folder / "results")
        self._options = dict(map(_option, options))
        self._running: list[_Element] = []
        self._graded = 0
        self._failed: list[tuple[Order, str]] = []  # and why
        self._executor("cpu")  # a wrong option is told now

    def grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        """One result for each piece, in the order in which they are found.

        Raises:
            Fault: nothing at all can be graded by jobs, or they cannot be submitted.
            UsageError: a machine must not grade (weak isolation, other releases), or another
                command uses the folder.
        """
        with alone(self._folder):
            yield from self._grade(chunks)

    def _grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        earlier = self._earlier()
        waiting: dict[str, list[Order]] = {}
        for order in map(self._order, chunks):
            rest = []
            for piece in order.chunk.pieces:
                name = self._results.name(order, piece.digest)
                found = self._results.find(name)
                if found is not None:  # by a command before this one
                    yield from self._take(found, name)
                elif name in earlier:
                    element = earlier[name]
                    self._running += [] if element.names else [element]
                    element.names[piece.digest] = name
                else:
                    rest.append(piece)
            if rest:
                chunk = replace(order.chunk, pieces=tuple(rest))
                waiting.setdefault(chunk.device, []).append(replace(order, chunk=chunk))
            for device, group in waiting.items():
                if len(group) >= ARRAY:
                    self._submit(device, group, 1)
                    group.clear()
        for device, group in waiting.items():
            self._submit(device, group, 1)
        while self._running:
            for element in list(self._running):
                yield from self._collect(element)
            time.sleep(POLL)
        if self._failed and not self._graded:
            log = f"see {self._folder / 'jobs'}"
            raise Fault("nothing can be graded by the jobs", self._failed[0][1], log)
        for order, why in self._failed:
            yield from faults(order, why)

    def close(self) -> None:
        """Cancels what is not done."""
        for element in self._running:
            with contextlib.suppress(Exception):
                element.job.cancel(check=False)
        self._running.clear()

    def __enter__(self) -> SlurmEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ jobs

    def _executor(self, device: str) -> Any:
        options = {**USUAL, **self._options}
        if device != "cpu" and not any(part in name for name in options for part in GPU):
            options["gpus_per_node"] = 1
        try:
            executor = self._submitit.AutoExecutor(self._folder / "jobs", cluster=self._cluster)
            executor.update_parameters(**options)
        except RuntimeError as error:
            raise UsageError(
                "there is no Slurm on this machine", str(error), "call learn grade on a login node"
            ) from None
        except (NameError, ValueError, TypeError, AssertionError) as error:
            raise UsageError(
                "Slurm's jobs have no such option", str(error).splitlines()[0][:200],
                "--slurm partition=NAME, --slurm gpus_per_node=1, --slurm time=MINUTES",
            ) from None  # fmt: skip
        return executor

    def _earlier(self) -> dict[str, _Element]:
        """What still runs for a command that was killed, by the names of the results."""
        found: dict[str, _Element] = {}
        for job, order in living(self._submitit, self._folder / "jobs", self._cluster):
            element = _Element(job, {})  # of which nothing is expected yet
            for piece in order.chunk.pieces:
                found[self._results.name(order, piece.digest)] = element
        return found

    def _submit(self, device: str, orders: list[Order], tries: int) -> None:
        """Arrays for orders of one device."""
        executor, left = self._executor(device), iter(orders)
        while array := list(islice(left, ARRAY)):
            try:
                # Jobs begin where they were submitted, and Python looks for modules there: not in
                # a folder full of students' files.
                with _inside(self._folder):
                    jobs = executor.map_array(run, array, len(array) * [self._results])
            except Exception as error:
                raise Fault(
                    "the jobs could not be submitted", str(error).strip().splitlines()[-1][:300],
                    "what was graded is kept: run it again",
                ) from None  # fmt: skip
            for job, order in zip(jobs, array, strict=True):
                digests = [piece.digest for piece in order.chunk.pieces]
                names = {digest: self._results.name(order, digest) for digest in digests}
                self._running.append(_Element(job, names, tries))

    def _collect(self, element: _Element) -> Iterator[Graded]:
        """What an element has left since the last look; another one for what it will not do."""
        over = element.job.done()  # asked first: what it left before its end is seen after it
        for name in list(element.names.values()):
            found = self._results.find(name)
            if found is not None:
                del element.names[found.digest]
                yield from self._take(found, name)
        if not over:
            return
        yield from self._told(element)
        self._running.remove(element)
        if element.names:
            self._follow(element)
        else:
            _forget(element.job)

    def _told(self, element: _Element) -> Iterator[Graded]:
        """What it told at its end; the folder of a network may show files later than that."""
        if not element.names:
            return
        try:
            found = element.job.result()
        except Exception:  # it failed, or was ended
            return
        if isinstance(found, UsageError):
            raise found
        for graded in found:
            name = element.names.pop(graded.digest, None)
            if name is not None:
                yield from self._take(graded, name)

    def _take(self, graded: Graded, name: str) -> Iterator[Graded]:
        """Passes a result on; when its taker comes back, it is kept, and its file is not needed."""
        self._graded += 1
        yield graded
        self._results.forget(name)

    def _follow(self, element: _Element) -> None:
        """An element has ended too early: its pieces are tried again, alone at last."""
        order: Order = element.job.submission().args[0]
        chunk = order.chunk
        pieces = tuple(piece for piece in chunk.pieces if piece.digest in element.names)
        order = replace(order, chunk=replace(chunk, pieces=pieces))
        if element.tries < MOST_TRIES:
            again = [order] if element.tries + 1 < MOST_TRIES else singles(order)
            self._submit(chunk.device, again, element.tries + 1)
        else:
            self._failed.append((order, _why(element.job)))


def _option(text: str) -> tuple[str, int | str]:
    """A name of submitit's own, or of Slurm's, and its value."""
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise UsageError(f"--slurm {text!r} is no option of a job", "", "--slurm partition=gpu")
    common = ("name", "timeout_min", "mem_gb", "nodes", "cpus_per_task", "gpus_per_node")
    return name if name in common else f"slurm_{name}", int(value) if value.isdigit() else value


def _made(shared: Path) -> Path:
    """The folder, for us alone: jobs load what lies in it."""
    folder = shared.resolve()
    try:
        for part in (folder, folder / "jobs", folder / "results"):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder {shared} cannot be made", str(error.strerror)) from None
    if hasattr(os, "getuid") and (folder / "jobs").stat().st_uid != os.getuid():
        raise UsageError(f"the folder {shared} belongs to somebody else", "", "--shared FOLDER")
    return folder


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _forget(job: Any) -> None:
    """Removes a job's files; those of one that failed stay, for a person to look at."""
    for path in job.paths.folder.glob(f"{job.job_id}_*"):
        path.unlink(missing_ok=True)


def _why(job: Any) -> str:
    """What is known of a job's end, in a line."""
    text = ""
    with contextlib.suppress(Exception):
        text = str(job.exception() or "").partition("You can check full logs")[0]
    lines = [line for line in map(str.strip, text.splitlines()) if line.strip("-")]
    if not lines:
        return "its job left no result"
    return lines[-1 if "Traceback" in text else 0][:300]
