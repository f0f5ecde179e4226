"""What happened to the numbers themselves: overflow, saturation, rounding, a function too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch

from grader.suite.diagnose.compared import Cause, Sample

Function = Callable[[torch.Tensor], torch.Tensor]
FUNCTIONS: dict[str, tuple[Function, str]] = {
    "absolute": (torch.abs, "the expected one without its signs"),
    "squared": (torch.square, "the square of the expected one"),
    "root": (torch.sqrt, "the square root of the expected one"),
    "log": (torch.log, "the logarithm of the expected one"),
    "exp": (torch.exp, "e to the power of the expected one"),
    "reciprocal": (torch.reciprocal, "1 over the expected one"),
    "truncated": (torch.trunc, "the expected one with everything behind the point cut off"),
    "rounded": (torch.round, "the expected one rounded to whole numbers"),
}


def numbers(sample: Sample) -> Iterator[Cause]:
    """Causes that change each number by itself."""
    if not sample.same_shape or sample.got.is_complex() or not sample.got.numel():
        return
    if bool(sample.got.isfinite().all()):
        if sample.clear:
            yield from _function(sample)
            yield from _clipped(sample)
        yield from _precision(sample)
    elif bool(sample.exact.isfinite().all()):
        yield from _overflow(sample)


def _function(sample: Sample) -> Iterator[Cause]:
    for code, (function, words) in FUNCTIONS.items():
        made = function(sample.exact)
        if bool(made.isfinite().all()) and sample.equals(made, _growth(function, sample)):
            yield sample.cause(code, f"{sample.start} is {words}{sample.entries()}.")


def _growth(function: Function, sample: Sample) -> float:
    """By how much the function grows a small error, at most."""
    if function in (torch.trunc, torch.round):
        return 1.0
    step = max(sample.allowed, 1e-12)
    moved = (function(sample.exact + step) - function(sample.exact)).abs() / step
    finite = moved[moved.isfinite()]
    return float(finite.max()) if finite.numel() else 1.0


def _clipped(sample: Sample) -> Iterator[Cause]:
    """The learner's numbers end where the expected ones go on."""
    got, exact = sample.got, sample.exact
    for code, edge in (("cut above", float(got.max())), ("cut below", float(got.min()))):
        made = exact.clamp(max=edge) if code == "cut above" else exact.clamp(min=edge)
        cut = int((made != exact).sum())
        kept = int(((made == exact) & (exact != edge)).sum())
        if cut >= 1 and kept >= 1 and sample.equals(made):
            side = "above" if code == "cut above" else "below"
            yield Cause(
                f"{code} {edge:.6g}",
                f"{cut} of {got.numel()} numbers are cut off at {edge:.6g}: what lies {side} it is "
                "lost, all others are right.",
                weight=min(cut - 1, kept - 2),
                needed=1,
            )


def _precision(sample: Sample) -> Iterator[Cause]:
    """Every number is one of a narrower dtype, and the expected ones are not."""
    wide = torch.finfo(sample.raw.dtype).bits if sample.raw.is_floating_point() else 64
    for dtype, words in ((torch.bfloat16, "bfloat16"), (torch.float16, "float16"),
                         (torch.float32, "float32")):  # fmt: skip
        if torch.finfo(dtype).bits >= wide:
            continue
        narrow = sample.got.to(dtype).to(torch.float64)
        others = sample.exact.to(dtype).to(torch.float64)
        relative = (sample.got - sample.exact).abs() / sample.exact.abs().clamp(min=1e-30)
        near = float(relative.median()) <= 64 * torch.finfo(dtype).eps
        if torch.equal(narrow, sample.got) and near and not torch.equal(others, sample.exact):
            yield Cause(
                f"precision {words}",
                f"{sample.start} has the dtype that is asked for, but every number in it has "
                f"passed through {words}: the rest of its digits is lost.",
                weight=float((others != sample.exact).sum()),
            )
            return


def _overflow(sample: Sample) -> Iterator[Cause]:
    """NaN or infinity where the expected numbers are finite, and from which magnitude on."""
    bad = ~sample.got.isfinite()
    kinds = "NaN" if bool(sample.got[bad].isnan().all()) else (
        "infinite" if not bool(sample.got[bad].isnan().any()) else "NaN or infinite"
    )  # fmt: skip
    for name, tensor in sample.inputs:
        if tensor.is_complex() or not bool(tensor.isfinite().all()):
            continue
        size = _magnitudes(tensor, sample.got.shape)
        if size is None or not bool(bad.any()) or bool(bad.all()):
            continue
        smallest, largest = float(size[bad].min()), float(size[~bad].max())
        if smallest > largest and int((~bad).sum()) >= 2:
            yield Cause(
                f"overflow {name}",
                f"{sample.start} is {kinds} as soon as {name} reaches {smallest:.4g}, and finite "
                f"up to {largest:.4g}: a number on the way grew too large, or 0 met 0.",
            )
    if bool(bad.all()):
        yield Cause("all " + kinds, f"{sample.start} is {kinds}{sample.entries()}.")


def _magnitudes(tensor: torch.Tensor, shape: torch.Size) -> torch.Tensor | None:
    """How large an input is where each entry of the answer comes from."""
    if tensor.shape == shape:
        return tensor.abs()
    if tensor.dim() == len(shape) + 1 and tensor.shape[:-1] == shape:
        return tensor.abs().amax(-1)
    return None
