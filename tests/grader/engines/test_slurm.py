"""The Slurm engine, with the processes of submitit's local executor in place of Slurm's jobs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.engines import Chunk, Graded
from grader.engines.earlier import alone, living
from grader.engines.element import Results, run
from grader.engines.local import LocalEngine
from grader.engines.slurm import SlurmEngine
from grader.errors import Fault, UsageError
from grader.grading.grader import Grader

Make = Callable[..., Chunk]
Start = Callable[..., SlurmEngine]
WRONG = "def double(x):\n    return x\n"
CRASH = "import os\n\ndef double(x):\n    os.kill(os.getpid(), 11)\n    os.abort()\n"


def rows(results: Iterator[Graded] | list[Graded]) -> list[tuple[str, str, str, str]]:
    return sorted((g.exercise, g.digest, g.state, g.report) for g in results)


@pytest.fixture
def slurm(grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Engines of one shared folder, called in a folder full of traps."""
    monkeypatch.setattr("grader.engines.slurm.POLL", 0.05)
    # How long submitit looks for the result of a lost job: the disk here is nobody else's.
    monkeypatch.setattr("submitit.core.core.Job._results_timeout_s", 0)
    monkeypatch.chdir(tmp_path)
    for name in ("struct", "random", "torch", "submitit", "grader"):
        (tmp_path / f"{name}.py").write_text("import os\nos._exit(1)\n")
    started = []

    def make(*options: str, **more: object) -> SlurmEngine:
        engine = SlurmEngine(
            grader.course.root, Path("shared"), options, **{"cluster": "local", **more}
        )
        started.append(engine)
        return engine

    yield make
    for engine in started:
        engine.close()


def test_an_element_that_is_killed_loses_and_doubles_nothing_and_the_bytes_are_the_local_engine_s(
    slurm: Start, engine: LocalEngine, chunk: Make, right: str
) -> None:
    texts = [WRONG, CRASH, "def double(:\n", *(f"{right}\n# {n}\n" for n in range(5))]
    chunks = [chunk(*texts[:4]), chunk(*texts[4:])]
    jobs = slurm()
    found: list[Graded] = []
    for graded in jobs.grade(iter(chunks)):
        if not found:
            _kill_tree(jobs._running[0].job._process.pid)
        found.append(graded)
    assert len(found) == len(texts)
    assert rows(found) == rows(engine.grade(chunks))
    assert not list(Path("shared/results").iterdir())
    assert not jobs._running


def _kill_tree(pid: int) -> None:
    below = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for path in below for child in path.read_text().split()]
    os.kill(pid, signal.SIGKILL)
    for child in children:
        os.kill(child, signal.SIGKILL)


def test_what_jobs_left_for_a_command_that_was_killed_is_collected_by_the_next_one(
    slurm: Start, chunk: Make, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = chunk(WRONG, right)
    order = slurm()._order(made)
    results = Results(Path("shared/results").resolve())
    before = run(replace(order, chunk=replace(made, pieces=made.pieces[:1])), results)
    assert len(list(Path("shared/results").iterdir())) == 1
    jobs, sent = slurm(), []
    monkeypatch.setattr(jobs, "_submit", lambda device, orders, tries: sent.extend(orders))
    assert list(jobs.grade([made])) == before
    assert [order.chunk.pieces for order in sent] == [made.pieces[1:]]
    assert not list(Path("shared/results").iterdir())


FIRST = """
import sys, time
from pathlib import Path
import grader.engines.slurm as slurm
from grader.engines import Chunk, Piece
from grader.engines.element import run

def waiting(order, results):
    with Path("{folder}/runs").open("a") as runs:
        runs.write("run\\n")
    while not Path("{folder}/go").exists():
        time.sleep(0.02)
    return run(order, results)

slurm.run = waiting
engine = slurm.SlurmEngine(Path("{root}"), Path("{folder}/shared"), cluster="local")
engine._submit = lambda *given, submit=engine._submit: (submit(*given), print(
    engine._running[0].job.job_id, flush=True))
list(engine.grade([{chunk!r}]))
"""


@pytest.fixture
def killed(grader: Grader, tmp_path: Path) -> Iterator[Callable[[Chunk], int]]:
    """A command that was killed when its job ran; the job's process, which waits for a file."""
    jobs = []

    def command(made: Chunk) -> int:
        code = FIRST.format(folder=tmp_path, root=grader.course.root, chunk=made)
        with subprocess.Popen(
            [sys.executable, "-c", code], cwd="/", stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            jobs.append(int(process.stdout.readline()))
            while not (tmp_path / "runs").exists():
                assert process.poll() is None
                time.sleep(0.02)
            process.kill()
        return jobs[-1]

    yield command
    (tmp_path / "go").touch()
    for pid in jobs:
        while Path(f"/proc/{pid}/cmdline").is_file() and _command(pid):
            time.sleep(0.02)


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def test_what_still_runs_for_a_command_that_was_killed_is_waited_for_and_graded_once(
    slurm: Start,
    killed: Callable[[Chunk], int],
    engine: LocalEngine,
    chunk: Make,
    right: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, other = chunk(WRONG, right), chunk(f"{right}# new")
    killed(made)

    def poll(seconds: float) -> None:
        (tmp_path / "go").touch()
        time.sleep(seconds)

    monkeypatch.setattr("grader.engines.slurm.time", SimpleNamespace(sleep=poll))
    found = list(slurm().grade([made, other]))
    assert rows(found) == rows(engine.grade([made, other]))
    assert (tmp_path / "runs").read_text() == "run\n"
    assert not list(Path("shared/results").iterdir())


def test_a_job_that_ended_with_its_command_is_not_waited_for(
    slurm: Start, killed: Callable[[Chunk], int], chunk: Make, right: str
) -> None:
    made = chunk(right)
    _kill_tree(killed(made))
    assert [graded.state for graded in slurm().grade([made])] == ["graded"]
    slurm()._earlier()
    assert not list(Path("shared/jobs").glob("*.pkl"))


def test_two_commands_do_not_share_a_folder_at_the_same_time(slurm: Start, chunk: Make) -> None:
    jobs = slurm()
    with alone(jobs._folder), pytest.raises(UsageError, match="another learn grade uses"):
        list(jobs.grade([chunk(WRONG)]))


def test_slurm_is_asked_once_which_jobs_still_live(
    slurm: Start, chunk: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = slurm()
    order = jobs._order(chunk(WRONG))
    for number in range(4):
        submission = jobs._submitit.core.utils.DelayedSubmission(run, order, jobs._results)
        submission.dump(Path(f"shared/jobs/7_{number}_submitted.pkl"))
    sacct = tmp_path / "sacct"
    told = r"JobID|State|NodeList\n7_0|RUNNING|a\n7_1|CANCELLED by 3|a\n7_[2]|PENDING|\n"
    sacct.write_text(f"#!/bin/sh\necho x >> {tmp_path}/asked\nprintf '{told}'\n")
    sacct.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = living(jobs._submitit, Path("shared/jobs").resolve(), "slurm")
    assert [(job.job_id, asked) for job, asked in found] == [("7_0", order), ("7_2", order)]
    assert (tmp_path / "asked").read_text() == "x\n"
    left = sorted(path.name for path in Path("shared/jobs").iterdir())
    assert left == ["7_0_submitted.pkl", "7_2_submitted.pkl"]


def test_a_result_is_not_forgotten_before_it_was_taken(slurm: Start, chunk: Make) -> None:
    made = chunk(WRONG)
    jobs = slurm()
    run(jobs._order(made), Results(Path("shared/results").resolve()))
    for _ in range(2):  # a command that ends before it has kept the result, and another
        results = slurm().grade([made])
        next(results)
        results.close()
    assert len(list(Path("shared/results").iterdir())) == 1


def test_an_element_does_not_grade_again_what_another_has_left(
    slurm: Start, chunk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, results = slurm()._order(chunk(WRONG)), Results(Path("shared/results").resolve())
    first = run(order, results)
    monkeypatch.setattr(LocalEngine, "_start", None)  # it would need a process
    assert run(order, results) == first


def test_pieces_whose_elements_never_leave_a_result_are_tried_alone_and_then_a_fault(
    slurm: Start, chunk: Make, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.engines.slurm.run", _deadly)
    found = list(slurm().grade([chunk(right, f"{right}# poison\n")]))
    assert sorted(g.state for g in found) == ["fault", "graded"]


def _deadly(order, results):
    import os

    from grader.engines.element import run

    if any("# poison" in piece.text for piece in order.chunk.pieces):
        os._exit(1)
    return run(order, results)


def test_jobs_that_grade_nothing_at_all_end_the_run_with_their_reason(
    slurm: Start, chunk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.engines.slurm.run", _broken)
    with pytest.raises(Fault, match="nothing can be graded by the jobs") as raised:
        list(slurm().grade([chunk(WRONG)]))
    assert "no such disk" in raised.value.found


def _broken(order, results):
    raise RuntimeError("no such disk")


def test_another_release_on_the_machine_of_a_job_is_refused(slurm: Start, chunk: Make) -> None:
    jobs = slurm()
    order = jobs._order
    jobs._order = lambda chunk: replace(order(chunk), suite="older")
    with pytest.raises(UsageError, match="another release of the suite of 01_double"):
        list(jobs.grade([chunk(WRONG)]))


def test_options_go_to_the_jobs_and_wrong_ones_are_told_before_anything_is_submitted(
    slurm: Start,
) -> None:
    jobs = slurm("partition=gpu", "mem_gb=8", "time=120", "gpus_per_node=2")
    assert jobs._options == {
        "slurm_partition": "gpu", "mem_gb": 8, "slurm_time": 120, "gpus_per_node": 2,
    }  # fmt: skip
    assert jobs._executor("cuda")._executor.parameters["gpus_per_node"] == 2
    assert slurm()._executor("cuda")._executor.parameters["gpus_per_node"] == 1
    assert "gpus_per_node" not in slurm()._executor("cpu")._executor.parameters
    with pytest.raises(UsageError, match="no such option") as raised:
        slurm("partitoin=gpu")
    assert "partitoin" in raised.value.found
    with pytest.raises(UsageError, match="is no option of a job"):
        slurm("partition")


def test_without_slurm_and_without_its_library_the_message_says_what_to_do(
    slurm: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="there is no Slurm on this machine"):
        slurm(cluster="slurm")
    monkeypatch.setitem(sys.modules, "submitit", None)
    with pytest.raises(UsageError) as raised:
        slurm()
    assert raised.value.next_step == "pip install 'learn-torch[slurm]'"


def test_an_array_is_what_slurm_is_given(
    slurm: Start, chunk: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {
        "srun": "",
        "sbatch": f"cat $1 > {tmp_path}/script; pwd > {tmp_path}/where\necho Submitted batch job 7\n",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    jobs = slurm("partition=gpu", cluster="slurm")
    made = [chunk(WRONG, device="cuda"), chunk(f"{WRONG}#", device="cuda")]
    jobs._submit("cuda", list(map(jobs._order, made)), 1)
    script = (tmp_path / "script").read_text()
    assert "#SBATCH --array=0-1%" in script
    for line in ("--partition=gpu", "--gpus-per-node=1", "--time=240"):
        assert f"#SBATCH {line}\n" in script
    assert (tmp_path / "where").read_text().strip() == str(tmp_path / "shared")
    assert [element.job.job_id for element in jobs._running] == ["7_0", "7_1"]
    jobs._running.clear()
