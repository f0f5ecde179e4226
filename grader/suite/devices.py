"""Which devices this machine has, and how a case on the simulated one is read.

No CUDA context is made here, in the trusted process. A case on the simulated accelerator runs
twice: its inputs there, and its inputs on the CPU of a machine that has one.
"""

from __future__ import annotations

import functools
import os
from dataclasses import replace
from typing import Any

import torch

from grader.report import Failure as Record
from grader.report import Verdict
from grader.worker import client
from grader.worker.nvml import cards, driver

SIMULATED = ("simulated", "simulated-host")
_PLACES = {"simulated": "cuda", "simulated-host": "cpu"}
# Raised by nobody in particular: PyTorch's own words for what the simulation cannot run.
_UNSURE = ("RuntimeError", "NotImplementedError", "TypeError", "AttributeError", "ImportError")
_UNSURE_TOO = ("OSError", "MemoryError", "SystemError", "UserWarning")
MENDS = "make tensors where the inputs are: x.new_zeros(...), torch.zeros(..., device=x.device)"


@functools.cache
def present() -> tuple[str, ...]:
    """cpu, and what else there is.

    To be asked when the workers' template is made: asking may start a part of CUDA in this process.
    """
    os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")  # asks the driver alone
    found = ["cpu"]
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return tuple(found)


@functools.cache
def describe(device: str) -> str:
    """A device in a few words, or why it did not run."""
    if device in present():
        return ", ".join(dict.fromkeys(card.name for card in cards())) if device == "cuda" else ""
    if device == "cuda":
        if torch.version.cuda is None:
            return "no GPU here (this torch is built for the CPU)"
        visible = os.environ.get("CUDA_VISIBLE_DEVICES")
        return "no GPU here" + (f" (CUDA_VISIBLE_DEVICES={visible})" if visible is not None else "")
    return f"no {device} device here"


@functools.cache
def versions() -> tuple[tuple[str, str], ...]:
    """What a report names besides torch where there is a GPU."""
    found = (("cuda", str(torch.version.cuda)), ("driver", driver()))
    return tuple(pair for pair in found if pair[1]) if "cuda" in present() else ()


def place(device: str) -> str:
    """What PyTorch calls the device that the inputs are on."""
    return _PLACES.get(device, device)


def read_simulated(
    device: str,
    verdict: Verdict,
    record: Record | None,
    error: BaseException | None,
    stray: dict[str, Any],
) -> tuple[Verdict, Record | None]:
    """The verdict and the failure of a simulated case, in the device check's own words.

    UNAVAILABLE, with the reason, where the simulation could not run the submission.

    Args:
        device: one of SIMULATED.
        verdict, record: what an ordinary case would get.
        error: that ended the case.
        stray: what the worker told of the answer's maker.
    """
    if isinstance(error, client.NotSimulated):
        return _not_simulated(str(error))
    if isinstance(error, client.TimedOut):
        return _not_simulated("it takes too long")
    if isinstance(error, client.Died):
        return _not_simulated(error.how)
    if isinstance(error, client.Raised):
        if error.mistake:
            return Verdict.RAISED, _met(device, error, record or Record(""))
        if {*error.bases, error.kind} & {*_UNSURE, *_UNSURE_TOO}:
            return _not_simulated(f"{error.kind}: {error.message}"[:120])
    if record is None or not record.checks or record.checks[-1].name != "device":
        return verdict, record
    made = _made(stray)
    help = f"{made}: {MENDS}" if made else record.help
    return verdict, replace(record, help=help, line=stray.get("made") or record.line)


def _not_simulated(what: str) -> tuple[Verdict, Record]:
    return Verdict.UNAVAILABLE, Record(f"not simulated: {what}")


def _met(device: str, error: client.Raised, record: Record) -> Record:
    """The failure for an exception that a mixture of devices raised."""
    told = error.mistake
    where = f" in line {told['line']}" if told["line"] else ""
    if told["here"]:
        rationale = (
            f"on a machine with a GPU, two devices meet{where}: "
            f"{told['here']} on the CPU, {told['there']} on the GPU"
        )
    else:
        rationale = f"on a machine with a GPU{where}: {error.message.partition('. ')[0]}"
    if device == "simulated-host":
        rationale += " (the inputs are on the CPU)"
    made = _made(told).replace("it comes", "the one on the CPU comes")
    return replace(
        record,
        rationale=rationale,
        help=f"{made}: {MENDS}" if made else MENDS,
        exception=f"{error.kind}: {error.message}",
        line=told["line"] or record.line,
    )


def _made(told: dict[str, Any]) -> str:
    """Who made a tensor, and where."""
    if not told.get("by"):
        return ""
    where = f" in line {told['made']}" if told.get("made") else ""
    return f"it comes from {told['by']}{where}"
