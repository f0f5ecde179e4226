"""Which engine a class is graded by, from the options of the command line."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from grader.engines import Engine
from grader.engines.local import LocalEngine
from grader.errors import UsageError

ENGINES = ("local", "dask", "slurm")


@dataclass(frozen=True)
class EngineChoice:
    """What was asked for.

    Raises UsageError for an option of one engine that is given with another.
    """

    name: str
    jobs: int
    gpu_slots: int | None = None  # one for each GPU
    weak: bool = False
    address: str = ""  # dask
    shared: Path | None = None  # slurm
    slurm: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        options = {
            "--address": ("dask", self.address),
            "--shared": ("slurm", self.shared),
            "--slurm": ("slurm", self.slurm),
        }
        for option, (engine, value) in options.items():
            if value and self.name != engine:
                raise UsageError(
                    f"{option} is for --engine {engine}", f"the engine is {self.name}",
                    f"learn grade PATH... --engine {engine} {option} ...",
                )  # fmt: skip
        if self.name == "slurm" and self.shared is None:
            raise UsageError(
                "--engine slurm needs a folder that every machine of the cluster sees",
                "jobs find their submissions there, and leave their results",
                "--shared FOLDER",
            )

    @property
    def shown(self) -> str:
        """Who grades, as the screen says it."""
        if self.name == "slurm":
            return "jobs of Slurm"
        if self.address:
            return f"the Dask cluster at {self.address}"
        return f"{self.jobs} job" + ("" if self.jobs == 1 else "s")


def open_engine(root: Path, choice: EngineChoice) -> AbstractContextManager[Engine]:
    """The engine, which is closed at the end of a ``with``.

    Raises UsageError where its library is missing or an option does not fit.
    """
    if choice.name == "dask":
        from grader.engines.dask import DaskEngine

        return DaskEngine(
            root, choice.address, choice.jobs, gpu_slots=choice.gpu_slots, weak=choice.weak
        )
    if choice.name == "slurm":
        from grader.engines.slurm import SlurmEngine

        assert choice.shared is not None
        return SlurmEngine(root, choice.shared, choice.slurm, weak=choice.weak)
    return LocalEngine(root, choice.jobs, gpu_slots=choice.gpu_slots, weak=choice.weak)
