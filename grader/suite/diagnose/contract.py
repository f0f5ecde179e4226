"""The right values in the wrong wrapping: another dtype, another device."""

from __future__ import annotations

from collections.abc import Iterator

from grader.suite.diagnose.compared import Cause, Sample


def contract(sample: Sample) -> Iterator[Cause]:
    """Says that the values are right where only dtype or device is not."""
    if sample.check not in ("dtype", "device") or not sample.got.numel():
        return
    if sample.same_shape and not bool(sample.differs.any()):
        yield Cause(
            f"only {sample.check}",
            f"The values are right; only the {sample.check} is not what is asked for.",
        )
