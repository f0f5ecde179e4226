"""The Dask engine on a real cluster of separate processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.engines import Chunk, Graded, dask_cluster
from grader.engines.dask import DaskEngine
from grader.engines.local import LocalEngine
from grader.errors import Fault, UsageError
from grader.grading.grader import Grader
from grader.render.json_report import from_json
from grader.report import Verdict

Make = Callable[..., Chunk]
WRONG = "def double(x):\n    return x\n"
CRASH = "import os\n\ndef double(x):\n    os.kill(os.getpid(), 11)\n    os.abort()\n"
TRAP = "import os\nos.write(2, b'taken')\nos._exit(1)\n"  # what a student's file might be


def rows(results: Iterator[Graded]) -> list[tuple[str, str, str, str]]:
    return sorted((g.exercise, g.digest, g.state, g.report) for g in results)


@pytest.fixture(scope="module")
def cluster(
    grader: Grader, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], DaskEngine]]:
    """A cluster of two processes, started in a folder full of traps.

    Dask's nanny starts a killed process again, but for one that is killed while it still starts:
    that one is given up for good. Another cluster takes the place of the one that lost it so.
    """
    folder, before = tmp_path_factory.mktemp("handed-in"), Path.cwd()
    for name in ("struct", "random", "torch", "distributed", "multiprocessing", "grader"):
        (folder / f"{name}.py").write_text(TRAP)
    os.chdir(folder)
    try:
        with warnings.catch_warnings(), contextlib.ExitStack() as stack:
            warnings.simplefilter("default")
            made: list[DaskEngine] = []

            def whole() -> DaskEngine:
                if made:
                    with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
                        made[-1].client.wait_for_workers(2, timeout=60)
                        return made[-1]
                made.append(stack.enter_context(DaskEngine(grader.course.root, jobs=2)))
                made[-1].client.wait_for_workers(2)
                return made[-1]

            yield whole
    finally:
        os.chdir(before)


@pytest.fixture
def dask(cluster: Callable[[], DaskEngine]) -> DaskEngine:
    """The cluster with both of its processes, whatever the test before did to them."""
    return cluster()


def pids(engine: DaskEngine) -> dict[str, int]:
    return engine.client.run(os.getpid)


def test_a_worker_killed_in_mid_run_loses_and_doubles_nothing_and_the_bytes_are_the_local_engine_s(
    dask: DaskEngine, engine: LocalEngine, chunk: Make, right: str
) -> None:
    texts = [WRONG, CRASH, "def double(:\n", *(f"{right}\n# {n}\n" for n in range(9))]
    chunks = [chunk(*texts[at : at + 3]) for at in range(0, 12, 3)]
    found: list[Graded] = []
    before = pids(dask)
    for graded in dask.grade(iter(chunks)):
        if not found:
            os.kill(next(iter(before.values())), signal.SIGKILL)
        found.append(graded)
    assert len(found) == len(texts)
    assert rows(found) == rows(engine.grade(chunks))
    dask.client.wait_for_workers(2)
    assert set(pids(dask).values()) != set(before.values())


def test_a_chunk_that_no_worker_survives_is_cut_up_and_only_its_bad_piece_is_a_fault(
    dask: DaskEngine, chunk: Make, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.engines.dask.warm.grade", _deadly)
    found = list(dask.grade([chunk(right, f"{right}# poison\n", WRONG)]))
    assert sorted(g.state for g in found) == ["fault", "graded", "graded"]
    fault = from_json(next(g.report for g in found if g.state == "fault"))
    assert {case.verdict for case in fault.cases} == {Verdict.FAULT}
    assert "KilledWorker" in fault.cases[0].failure.staff


def _deadly(order):  # sent to the workers by value, as it is of a test's module
    import os
    import signal

    from grader.engines import warm

    if any("# poison" in piece.text for piece in order.chunk.pieces):
        os.kill(os.getpid(), signal.SIGKILL)
    return warm.grade(order)


def test_a_chunk_for_a_gpu_goes_to_a_worker_that_has_one(
    dask: DaskEngine, chunk: Make, engine: LocalEngine, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [chunk(f"{right}# {n}\n", device="cuda") for n in range(3)]
    sent = []
    submit = dask.client.submit
    monkeypatch.setattr(
        dask.client, "submit", lambda *a, **k: (sent.append(k["resources"]), submit(*a, **k))[1]
    )
    found = list(dask.grade(made))
    assert sent == 3 * [{"GPU": 1}]
    assert rows(found) == rows(engine.grade(made))
    offered = dask.client.scheduler_info(n_workers=-1)["workers"].values()
    assert sorted(worker["resources"].get("GPU", 0) for worker in offered) == [0, 1]


def test_a_cluster_without_a_gpu_says_so_at_once(
    dask: DaskEngine, chunk: Make, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dask.client, "scheduler_info", lambda **_: {"workers": {"a": {"resources": {}}}}
    )
    with pytest.raises(UsageError, match="no worker of the Dask cluster offers a GPU") as raised:
        list(dask.grade([chunk(right, device="cuda")]))
    assert "--resources GPU=1" in raised.value.next_step


def test_a_worker_with_another_release_refuses_to_grade(
    dask: DaskEngine, chunk: Make, right: str
) -> None:
    order = dask._order
    try:
        dask._order = lambda chunk: replace(order(chunk), torch="2.0.0")
        with pytest.raises(UsageError, match="another release of torch"):
            list(dask.grade([chunk(right)]))
    finally:
        dask._order = order
    assert [g.state for g in dask.grade([chunk(right)])] == ["graded"]  # it goes on


def test_a_cluster_of_others_is_used_by_its_address_and_left_without_our_processes(
    dask: DaskEngine, grader: Grader, chunk: Make, right: str
) -> None:
    address = dask.client.scheduler.address
    with DaskEngine(grader.course.root, address) as other:
        assert [g.state for g in other.grade([chunk(right)])] == ["graded"]
        assert any(dask.client.run(_children).values())
    assert not any(dask.client.run(_children).values())
    assert len(pids(dask)) == 2  # the cluster itself is not ours to end


def _children() -> list[str]:
    import os
    from pathlib import Path

    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [pid for path in found for pid in path.read_text().split()]


def test_an_address_where_nothing_answers_and_a_missing_library_are_said_with_what_to_type(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.engines.dask.REACH", 0.2)
    with pytest.raises(UsageError, match="no Dask scheduler answers at"):
        DaskEngine(grader.course.root, "tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="--engine dask needs the library") as raised:
        DaskEngine(grader.course.root)
    assert raised.value.next_step == "pip install 'learn-torch[dask]'"


def test_a_cluster_that_is_lost_is_a_fault_and_nothing_of_it_stays(
    grader: Grader, chunk: Make, right: str
) -> None:
    with DaskEngine(grader.course.root, jobs=1) as engine:
        results = engine.grade([chunk(f"{right}# {n}\n") for n in range(9)])
        next(results)
        below = [*pids(engine).values(), *map(int, *engine.client.run(_children).values())]
        engine._cluster._process.kill()
        with pytest.raises(Fault, match="the Dask cluster is lost"):
            list(results)
    assert below
    for pid in below:
        wait_for_end(pid)


def wait_for_end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        assert select.select([descriptor], [], [], 60)[0], f"process {pid} is still there"
        os.close(descriptor)


def test_the_workers_of_a_cluster_here_are_spread_over_the_gpus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cards = [SimpleNamespace(number=name) for name in ("0", "1")]
    monkeypatch.setattr("grader.engines.gpus.cards", lambda: cards)
    told = [made["options"] for made in dask_cluster._workers(5, 4, "").values()]
    assert [one.get("env", {}).get("CUDA_VISIBLE_DEVICES") for one in told] == [*"0101", None]
    assert [one.get("env", {}).get("LEARN_GPU_SLOTS") for one in told] == [*"2222", None]
