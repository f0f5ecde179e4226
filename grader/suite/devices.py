"""Which devices this machine has; no CUDA context is made here, in the trusted process."""

from __future__ import annotations

import functools

import torch


@functools.cache
def present() -> tuple[str, ...]:
    """cpu, and what else there is."""
    found = ["cpu"]
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return tuple(found)


@functools.cache
def describe(device: str) -> str:
    """A device in a few words, or why it did not run."""
    if device == "cpu":
        return ""
    if device in present():
        return ""
    if device == "cuda":
        built = torch.version.cuda is not None
        return "no GPU here" if built else "no GPU here (this torch is built for the CPU)"
    return f"no {device} device here"
