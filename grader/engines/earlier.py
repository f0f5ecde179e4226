"""Jobs of a command that was killed: they go on without it, and the next command waits for them.

What a job was asked to do lies beside its log until it is over, so the folder alone tells which
jobs there are; whether they still live, the cluster tells. One command at a time has the folder:
whatever it finds there belongs to nobody any more.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.engines.order import Order
from grader.errors import UsageError

ENDING = "_submitted.pkl"
# By sacct. A job that it does not know is over, or its command would wait for ever.
ALIVE = ("PENDING", "RUNNING", "READY", "REQUEUED", "COMPLETING", "PREEMPTED", "SUSPENDED")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder as long as this process lives.

    Raises UsageError while another process holds it.
    """
    import fcntl  # where it is missing, there is no Slurm

    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"another learn grade uses {folder}", "", "wait for it, or name another --shared"
            ) from None
        except OSError:  # a file system without locks
            pass
        yield


def living(submitit: Any, folder: Path, cluster: str) -> Iterator[tuple[Any, Order]]:
    """The jobs that are queued or run, with what they were asked to do; forgets the others.

    Args:
        submitit: the library.
        folder: of the jobs' files.
        cluster: "slurm" or "local".
    """
    ids = sorted(path.name.removesuffix(ENDING) for path in folder.glob(f"*{ENDING}"))
    if cluster == "local":
        jobs = [submitit.LocalJob(folder, id, process=_Process(id, folder)) for id in ids]
        alive = [not job.done() for job in jobs]
    else:
        jobs = [submitit.SlurmJob(folder, id) for id in ids]
        # The first question is about all of them.
        told = [job.watcher.get_state(job.job_id, "cache" if n else "force")
                 for n, job in enumerate(jobs)]  # fmt: skip
        alive = [state.split()[0].upper() in ALIVE for state in told]
    for job, lives in zip(jobs, alive, strict=True):
        if not lives:
            _forget(job)
            continue
        with contextlib.suppress(Exception):  # a file that is damaged is nobody's job
            yield job, job.submission().args[0]


def _forget(job: Any) -> None:
    """Of a job that is over: its log stays only where it failed."""
    done = job.paths.result_pickle.exists()
    for path in job.paths.folder.glob(f"{job.job_id}_*" if done else f"{job.job_id}{ENDING}"):
        path.unlink(missing_ok=True)


class _Process:
    """A local job's process that is not this one's child, as far as submitit asks for it."""

    def __init__(self, id: str, folder: Path) -> None:
        self._id, self._folder = id, folder

    def poll(self) -> int | None:
        """None while it runs; the number may be another process's by now."""
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{self._id}/cmdline").read_bytes()  # a zombie's is empty
            if os.fsencode(self._folder) in command.split(b"\0"):
                return None
        return 0

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal to it."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(self._id), number)
