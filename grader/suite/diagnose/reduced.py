"""A reduction of the inputs over the wrong axis, or one reduction in the place of another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import torch

from grader.suite.diagnose.compared import Cause, Sample, stretches

Reduce = Callable[[torch.Tensor, tuple[int, ...], bool], torch.Tensor]
REDUCTIONS: dict[str, Reduce] = {
    "sum": lambda t, axes, keep: t.sum(axes, keepdim=keep),
    "mean": lambda t, axes, keep: t.mean(axes, keepdim=keep),
    "max": lambda t, axes, keep: t.amax(axes, keepdim=keep),
    "min": lambda t, axes, keep: t.amin(axes, keepdim=keep),
}
MOST_NUMBERS = 4096
MOST_AXES = 4


def reduced(sample: Sample) -> Iterator[Cause]:
    """Causes that show where the expected answer is a reduction of an input or of two of them."""
    if sample.got.is_complex():
        return
    for words, values in _summed(sample):
        for name, axes, keep in _ways(values, sample.exact):
            for other, wrong_axes, wrong_keep in _ways(values, sample.got, like=sample):
                if other == name and wrong_axes != axes:
                    yield sample.cause(
                        f"axis {words} {name} {wrong_axes} for {axes}",
                        f"You took the {name} of {words} over {_axes(wrong_axes)}; it goes over "
                        f"{_axes(axes)}.",
                    )
                elif other != name and wrong_axes == axes and wrong_keep == keep:
                    yield sample.cause(
                        f"reduction {words} {other} for {name}",
                        f"You took the {other} of {words} over {_axes(axes)}; what is asked for is "
                        f"the {name}.",
                    )


def _summed(sample: Sample) -> Iterator[tuple[str, torch.Tensor]]:
    """What may have been summed up, in words: an input, a product of two, squared differences."""
    inputs = [(n, t) for n, t in sample.inputs if t.numel() <= MOST_NUMBERS and not t.is_complex()]
    for name, tensor in inputs[:4]:
        yield name, tensor
        yield f"{name} ** 2", tensor * tensor
    for (one, a), (other, b) in itertools.pairwise(inputs[:4]):
        if stretches(a, b) or stretches(b, a):
            yield f"{one} * {other}", a * b
            yield f"({one} - {other}) ** 2", (a - b) ** 2
            yield f"|{one} - {other}|", (a - b).abs()


def _ways(
    values: torch.Tensor, target: torch.Tensor, like: Sample | None = None
) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """The reductions of the values that give the target: name, axes, whether they are kept."""
    if not 1 <= values.dim() <= MOST_AXES:
        return
    axes_sets: list[tuple[int, ...]] = [(axis,) for axis in range(values.dim())]
    axes_sets += [tuple(range(values.dim()))] if values.dim() > 1 else []
    for name, reduce in REDUCTIONS.items():
        for axes in axes_sets:
            for keep in (False, True):
                made = reduce(values, axes, keep)
                if made.shape != target.shape:
                    continue
                size = float(values.abs().max()) * values.numel()
                near = like.allowed if like is not None else 1e-9 * size
                if bool(((made - target).abs() <= near + 1e-12 * size).all()):
                    yield name, axes, keep


def _axes(axes: tuple[int, ...]) -> str:
    return f"axis {axes[0]}" if len(axes) == 1 else "all axes"
