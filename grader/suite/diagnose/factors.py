"""One number that explains all: a factor, an offset, a sign, a bias that is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.suite.diagnose.compared import Cause, Sample, stretches

PLAIN = {2.0: "2", 0.5: "1/2", 3.0: "3", 4.0: "4", 0.25: "1/4", 1 / 3: "1/3"}


def factors(sample: Sample) -> Iterator[Cause]:
    """Causes that are one number, or one input, for all entries."""
    if not sample.same_shape or not sample.clear or sample.got.is_complex():
        return
    if not bool((sample.got.isfinite() & sample.exact.isfinite()).all()):
        return
    if not sample.got.any():
        yield sample.cause("zero", f"{sample.start} is 0{sample.entries()}.")
        return
    if sample.equals(-sample.exact):
        yield sample.cause(
            "negated",
            f"{sample.start} is the expected one with the sign turned{sample.entries()}.",
            1,
        )
        return
    yield from _factor(sample)
    yield from _offset(sample)


def _factor(sample: Sample) -> Iterator[Cause]:
    got, exact = sample.got.reshape(-1), sample.exact.reshape(-1)
    power = float((exact * exact).sum())
    if power == 0.0:
        return
    factor = float((got * exact).sum()) / power
    gradient = "gradient" in sample.what
    found = False
    for value, words in PLAIN.items():
        for exactly, sign in ((value, ""), (-value, "-")):
            if _is(sample, factor, exactly):
                found = True
                yield sample.cause(
                    f"factor {exactly}",
                    f"{sample.start} is exactly {sign}{words} times the expected one"
                    f"{sample.entries()}{_why(exactly, gradient)}.",
                    1,
                )
    for value, code, words in _known(sample):
        if _is(sample, factor, value):
            found = True
            yield sample.cause(
                f"factor {code}",
                f"{sample.start} is exactly {_short(value)} times the expected one"
                f"{sample.entries()}: {words}.",
                1,
            )
    if found or _is(sample, factor, factor):
        yield sample.cause(
            f"factor {factor:.3g}",
            f"{sample.start} is exactly {_short(factor)} times the expected one{sample.entries()}.",
        )


def _is(sample: Sample, factor: float, value: float) -> bool:
    """Whether the learner's numbers are the expected ones times this value."""
    if factor == 0.0 or abs(factor - value) > 1e-2 * abs(factor):
        return False
    return sample.equals(sample.exact * value, 1.0 + abs(value))


def _why(value: float, gradient: bool) -> str:
    if gradient and value == round(value) and value > 1:
        return ": gradients add up across calls, clear them"
    return ""


def _known(sample: Sample) -> Iterator[tuple[float, str, str]]:
    """Factors made of a length: n, 1/n, their roots, and n/(n - 1); each with a code and words."""
    for n, what in dict.fromkeys(sample.sizes):
        if n < 2:
            continue
        here = f"{n} is {what}"
        yield float(n), f"n {what}", f"{here}, as when a sum stands in the place of a mean"
        yield 1 / n, f"1/n {what}", f"{here}, as when a mean stands in the place of a sum"
        yield math.sqrt(n), f"sqrt {what}", f"sqrt({n}), and {here}"
        yield 1 / math.sqrt(n), f"1/sqrt {what}", f"1/sqrt({n}), and {here}"
        for value, text in ((n / (n - 1), f"{n}/{n - 1}"), ((n - 1) / n, f"{n - 1}/{n}")):
            words = f"{here}, as when n - 1 stands for n or the reverse"
            yield value, f"{value > 1} bessel {what}", f"that is {text}, and {words}"
            yield (
                math.sqrt(value),
                f"root {value > 1} bessel {what}",
                f"that is sqrt({text}), and {words}",
            )


def _offset(sample: Sample) -> Iterator[Cause]:
    difference = sample.got - sample.exact
    offset = float(difference.mean())
    if sample.equals(sample.exact + offset):
        yield sample.cause(
            f"offset {offset:.3g}",
            f"{sample.start} is off by the same {_short(offset)}{sample.entries()}.",
        )
    for name, tensor in sample.inputs:
        if tensor.is_complex() or not tensor.any() or not stretches(tensor, sample.exact):
            continue
        added, taken = sample.exact + tensor, sample.exact - tensor
        if sample.equals(taken, 2):
            yield sample.cause(f"without {name}", f"{sample.start} lacks {name}: it is exactly the "
                               f"expected one minus {name}.")  # fmt: skip
        elif sample.equals(added, 2):
            yield sample.cause(f"added {name}", f"{sample.start} has {name} in it once too often: "
                               f"it is exactly the expected one plus {name}.")  # fmt: skip


def _short(value: float) -> str:
    return f"{value:.4g}"
