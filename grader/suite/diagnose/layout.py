"""The right numbers in the wrong places: transposed, flipped, rolled, reshaped, broadcast."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import torch

from grader.suite.diagnose.compared import Cause, Sample

MOST_AXES = 5


def layouts(sample: Sample) -> Iterator[Cause]:
    """Causes that move numbers and change none."""
    yield from _axes_of_length_one(sample)
    yield from _permuted(sample)
    yield from _flipped(sample)
    yield from _rolled(sample)
    yield from _reshaped(sample)
    yield from _broadcast(sample)


def _axes_of_length_one(sample: Sample) -> Iterator[Cause]:
    got, exact = sample.got, sample.exact
    if got.dim() == exact.dim() or list(filter((1).__ne__, got.shape)) != list(
        filter((1).__ne__, exact.shape)
    ):
        return
    if not sample.equals(exact.reshape(got.shape)):
        return
    if got.dim() > exact.dim():
        yield Cause(
            "extra axis",
            "The numbers are right, but an axis of length 1 is left over: squeeze it, or sum "
            "without keepdim=True.",
        )
    else:
        yield Cause(
            "missing axis",
            "The numbers are right, but an axis of length 1 is missing: keepdim=True or unsqueeze "
            "keeps it.",
        )


def _permuted(sample: Sample) -> Iterator[Cause]:
    exact, axes = sample.exact, sample.exact.dim()
    if not 2 <= axes <= MOST_AXES or sample.got.dim() != axes:
        return
    for order in itertools.permutations(range(axes)):
        if order != tuple(range(axes)) and sample.equals(exact.permute(order)):
            swapped = [i for i in range(axes) if order[i] != i]
            if axes == 2:
                words = f"{sample.start} is the expected one transposed."
            elif len(swapped) == 2:
                words = f"{sample.start} has axes {swapped[0]} and {swapped[1]} swapped."
            else:
                words = (
                    f"{sample.start} has its axes in another order: "
                    f"it is the expected one permuted by {list(order)}."
                )
            yield sample.cause(f"permuted {order}", words)


def _flipped(sample: Sample) -> Iterator[Cause]:
    for axis in range(sample.exact.dim()) if sample.same_shape else ():
        if sample.exact.shape[axis] > 1 and sample.equals(sample.exact.flip(axis)):
            where = "" if sample.exact.dim() == 1 else f" along axis {axis}"
            yield sample.cause(
                f"flipped {axis}", f"{sample.start} runs backwards{where}: it is flipped."
            )


def _rolled(sample: Sample) -> Iterator[Cause]:
    for axis in range(sample.exact.dim()) if sample.same_shape else ():
        length = sample.exact.shape[axis]
        where = "" if sample.exact.dim() == 1 else f" along axis {axis}"
        for shift, words in ((1, "too late"), (-1, "too early")) if length > 1 else ():
            if sample.equals(sample.exact.roll(shift, axis)):
                yield sample.cause(
                    f"rolled {shift} {axis}",
                    f"{sample.start} is rolled{where}: every entry stands one place {words}, "
                    "and what falls off comes in at the other end.",
                )
            elif _shifted(sample, shift, axis, length):
                yield sample.cause(
                    f"shifted {shift} {axis}",
                    f"{sample.start} is off by one{where}: every entry stands one place {words}.",
                )


def _shifted(sample: Sample, shift: int, axis: int, length: int) -> bool:
    """Whether all but the entry at the edge are their neighbours of the expected tensor."""
    here, there = (1, 0) if shift == 1 else (0, 1)
    mine = sample.got.narrow(axis, here, length - 1)
    right = sample.exact.narrow(axis, there, length - 1)
    close = (mine == right) | ((mine - right).abs() <= 2 * sample.allowed)
    varied = torch.unique(right).numel() >= min(4, right.numel())
    return length > 3 and varied and bool(close.all())


def _reshaped(sample: Sample) -> Iterator[Cause]:
    got, exact = sample.got, sample.exact
    if got.numel() != exact.numel() or exact.dim() > MOST_AXES:
        return
    if (
        not sample.same_shape
        and got.dim() == exact.dim()
        and sample.equals(exact.reshape(got.shape))
    ):
        yield sample.cause(
            "reshaped",
            f"{sample.start} has the right numbers in the right order, but in shape "
            f"{list(got.shape)} instead of {list(exact.shape)}.",
        )
    for order in itertools.permutations(range(exact.dim())) if exact.dim() > 1 else ():
        turned = exact.permute(order)
        if order == tuple(range(exact.dim())) or (
            turned.shape == exact.shape == got.shape and (sample.equals(turned))
        ):
            continue
        if sample.same_shape and sample.equals(turned.reshape(exact.shape)):
            yield sample.cause(
                f"reshape for permute {order}",
                f"{sample.start} has the right shape with the numbers in another order: reshape "
                "and view keep the order in memory, transpose or permute moves axes.",
            )


def _broadcast(sample: Sample) -> Iterator[Cause]:
    got, exact = sample.got, sample.exact
    if exact.dim() != 1 or got.dim() != 2 or list(got.shape) != 2 * list(exact.shape):
        return
    if got.shape[0] > 1 and sample.equals_diagonal():
        n = got.shape[0]
        yield sample.cause(
            "broadcast",
            f"{sample.start} is {n} x {n}, and its diagonal is the expected answer: a ({n}, 1) "
            f"met a ({n},) and both were stretched. Give them the same shape first.",
        )
