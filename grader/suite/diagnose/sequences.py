"""A list of numbers, one a step: a step too early or too late, one too few, right and then not."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from grader.suite.diagnose.compared import Cause, Sample


def sequences(sample: Sample) -> Iterator[Cause]:
    """Causes for vectors whose length or whose beginning tells something."""
    got, exact = sample.got, sample.exact
    if got.dim() != 1 or exact.dim() != 1 or got.is_complex():
        return
    if len(got) != len(exact):
        yield from _length(sample)
    elif len(got) > 4 and sample.clear:
        yield from _drifting(sample)


def _length(sample: Sample) -> Iterator[Cause]:
    got, exact, spare = sample.got, sample.exact, len(sample.got) - len(sample.exact)
    longer, shorter = (got, exact) if spare > 0 else (exact, got)
    if not shorter.numel() or abs(spare) > 1:
        return
    near = 2 * sample.allowed
    for code, part in (("end", longer[:-1]), ("start", longer[1:])):
        if bool(((part - shorter).abs() <= near).all()) and torch.unique(shorter).numel() > 1:
            many = "one entry too many" if spare > 0 else "one entry too few"
            yield Cause(
                f"length {spare} {code}",
                f"{sample.start} has {many} at the {code}; all others are right.",
                weight=float(torch.unique(shorter).numel()),
                needed=2,
            )


def _drifting(sample: Sample) -> Iterator[Cause]:
    """The first step is right, and each later one is farther away than the one before."""
    if not sample.what.endswith("loss"):
        return
    error = (sample.got - sample.exact).abs()
    if bool(error[0] <= sample.allowed) and bool((error[2:] > error[1:-1]).all()) and error[1] > 0:
        yield Cause(
            "drifting",
            f"{sample.start} is right at the first step and drifts away from there on, farther "
            "with every step: what one step leaves to the next is off.",
            weight=float(len(error)),
            needed=4,
        )
