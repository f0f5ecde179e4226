"""The Dask engine: chunks on the workers of a cluster, on this machine or on many.

A worker that ends, or a chunk that fails, is tried again by Dask; a chunk that no worker survives
is cut into single pieces, and a piece that none survives is a fault, as in the local engine. A
chunk's results come together, and each comes once, however often it was tried.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.engines import warm
from grader.engines.base import Chunk, Graded
from grader.engines.dask_cluster import LocalCluster
from grader.engines.extras import extra
from grader.engines.order import Order, faults, orders, singles
from grader.errors import Fault, UsageError

if TYPE_CHECKING:
    from distributed import Future

RETRIES = 2  # of a chunk that fails; what becomes of a worker that ends, Dask counts itself
AHEAD = 2  # chunks that wait in the cluster for each that is being graded
REACH = 10.0  # seconds in which a cluster has to answer
LACKING = "install learn-torch there, in the release that you have here"


class _Again(Exception):  # noqa: N818 - what happens to a chunk
    """Its pieces are tried one by one."""


@contextlib.contextmanager
def _lost() -> Iterator[None]:
    """A cluster that is gone, in three lines."""
    try:
        yield
    except (CancelledError, OSError) as error:
        raise Fault(
            "the Dask cluster is lost", str(error)[:200], "what was graded is kept: run it again"
        ) from None


class DaskEngine:
    """Grades on a Dask cluster.

    Args:
        root: the course's folder; the same on all machines, unless it came with the grader.
        address: of a cluster's scheduler; empty for processes of this machine.
        jobs: those processes.
        gpu_slots: how many of them may be on a GPU at the same time; one on each by default.
        weak: grade even where a promise of the isolation is broken.

    Raises UsageError when Dask is not installed or nothing answers at the address, Fault when a
    cluster cannot be started here.
    """

    def __init__(
        self,
        root: Path,
        address: str = "",
        jobs: int = 1,
        *,
        gpu_slots: int | None = None,
        weak: bool = False,
    ) -> None:
        self._dask: Any = extra("dask", "distributed")
        self._order = orders(root, weak)
        self._graded = 0
        self._failed: list[tuple[Order, str]] = []  # and why
        self._cluster = None if address else LocalCluster(jobs, gpu_slots)
        self.client: Any
        try:
            self.client = self._connect(self._cluster.address if self._cluster else address)
        except BaseException:
            if self._cluster is not None:
                self._cluster.close()
            raise

    def grade(self, chunks: Iterable[Chunk]) -> Iterator[Graded]:
        """One result for each piece, a chunk's together, in the order in which they are done.

        Raises:
            Fault: the cluster is lost, or nothing at all can be graded there.
            UsageError: a worker must not grade (weak isolation, other releases), or none has a GPU.
        """
        waiting = map(self._order, chunks)
        running: dict[Future[Any], Order] = {}
        done = self._dask.as_completed(loop=self.client.loop)

        def submit(order: Order) -> None:
            future = self._submit(order)
            running[future] = order
            done.add(future)

        try:
            with _lost():
                while True:
                    while len(running) < self._room() and (order := next(waiting, None)):
                        submit(order)
                    if not running:
                        break
                    future = next(done)
                    order = running.pop(future)
                    try:
                        found = self._results(future, order)
                    except _Again:
                        for single in singles(order):
                            submit(single)
                        continue
                    yield from found
            yield from self._given_up()
        finally:
            with contextlib.suppress(Exception):
                self.client.cancel(list(running))

    def close(self) -> None:
        """Leaves the cluster as it was, or ends the one that was started here."""
        if self._cluster is None:
            with contextlib.suppress(Exception):  # a worker that is gone needs no closing
                self.client.run(warm.close, on_error="ignore")
        self.client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close()

    def __enter__(self) -> DaskEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self, address: str) -> Any:
        if not os.environ.get("LEARN_TRACEBACK"):
            logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it says what we say
        try:
            return self._dask.Client(address, timeout=REACH, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no Dask scheduler answers at {address}",
                str(error).splitlines()[0][:200] if str(error) else "",
                "give the address that dask scheduler prints: --address tcp://HOST:8786",
            ) from None

    def _room(self) -> int:
        """How many chunks the cluster may hold; its size may change."""
        threads: int = sum(self.client.ncores().values())
        return (1 + AHEAD) * max(1, threads)

    def _submit(self, order: Order) -> Future[Any]:
        resources = {}
        if order.chunk.device != "cpu":
            self._demand_gpu()
            resources = {"GPU": 1}
        future: Future[Any] = self.client.submit(
            warm.grade, order, retries=RETRIES, resources=resources, pure=False
        )
        return future

    def _demand_gpu(self) -> None:
        """Raises UsageError where a chunk for a GPU would wait for ever."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        if workers and not any(worker["resources"].get("GPU") for worker in workers):
            raise UsageError(
                "no worker of the Dask cluster offers a GPU",
                f"there are {len(workers)} without",
                "start one for each GPU:  dask worker ADDRESS --nthreads 1 --resources GPU=1",
            )

    def _given_up(self) -> Iterator[Graded]:
        """Faults for the pieces that could not be graded, unless that is all of them."""
        failed, self._failed = self._failed, []
        if failed and not self._graded:
            why = failed[0][1].splitlines()[0][:300]
            raise Fault("nothing can be graded on the Dask cluster", why)
        for order, why in failed:
            yield from faults(order, why)

    def _results(self, future: Future[Any], order: Order) -> Iterable[Graded]:
        """What a chunk came to; raises _Again where its pieces have to be tried one by one."""
        try:
            found = future.result()
        except ModuleNotFoundError as error:
            raise UsageError(
                "the workers of the Dask cluster cannot grade", str(error), LACKING
            ) from None
        except Exception as error:
            if isinstance(error, CancelledError | OSError) and future.status != "error":
                raise  # not the chunk's own
            if len(order.chunk.pieces) > 1:
                raise _Again from None
            self._failed.append((order, f"{type(error).__name__}: {error}"))
            return []
        if isinstance(found, UsageError):
            raise found
        self._graded += len(found)
        return found  # type: ignore[no-any-return]
