"""A failing comparison as the diagnosis sees it, and what counts as a proof.

A cause is proven where it turns the expected numbers into the learner's within the bound, while the
expected numbers themselves are far outside of it, in enough entries that no accident does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import torch

from grader.suite.compare import Compared, wide

CLEAR = 20.0  # times the bound that a mistake must be away from it, to be more than rounding


@dataclass(frozen=True)
class Cause:
    """A mistake that reproduces the learner's numbers: its code, and its sentence.

    ``code`` says the same of every case, ``weight`` how many entries speak for it.
    """

    code: str
    sentence: str
    weight: float = 3.0
    needed: float = 3.0  # weight of all comparisons together


class Sample:
    """The learner's tensor, the exact one, and the inputs of the call.

    Args:
        compared: by the suite.
        inputs: the call's tensors with their names.
    """

    def __init__(self, compared: Compared, inputs: list[tuple[str, torch.Tensor]]) -> None:
        self.what = compared.what
        self.check = compared.check
        self.raw = compared.got
        self.got = _plain(compared.got)
        self.exact = _plain(compared.oracle)
        self.tolerance = compared.tolerance
        self.inputs = [(name, _plain(t)) for name, t in inputs if t.numel()]

    @property
    def named(self) -> str:
        """``your answer``, ``your gradient by x``."""
        return "your " + self.what.removeprefix("the ")

    @property
    def same_shape(self) -> bool:
        """Whether got and expected can be compared entry by entry."""
        return self.got.shape == self.exact.shape

    @cached_property
    def allowed(self) -> float:
        """The largest error that the bound allows anywhere; whole numbers allow none."""
        return float(self.tolerance.max()) if self.tolerance.numel() else 0.0

    def equals(self, made: torch.Tensor, grown: float = 1.0) -> bool:
        """Whether the learner's numbers are these, within the bound.

        Args:
            made: from the expected numbers or the inputs.
            grown: by how much making them may have grown an error.
        """
        if made.shape != self.got.shape or not made.numel():
            return False
        difference = (self.got - made).abs()
        same = (self.got == made) | (self.got.isnan() & made.isnan())
        return bool((same | (difference <= 2 * self.allowed * max(1.0, grown))).all())

    def equals_diagonal(self) -> bool:
        """Whether the diagonal of a square answer is the expected vector."""
        apart = (self.got.diagonal() - self.exact).abs()
        return bool((apart <= 2 * self.allowed).all())

    @property
    def start(self) -> str:
        """The beginning of a sentence: ``Your answer``."""
        return self.named[0].upper() + self.named[1:]

    @cached_property
    def differs(self) -> torch.Tensor:
        """True where an entry is outside of the bound."""
        return ~((self.got == self.exact) | ((self.got - self.exact).abs() <= self.allowed))

    @cached_property
    def clear(self) -> bool:
        """Whether the numbers differ by far more than rounding does."""
        worst = (self.got - self.exact).abs()[self.differs]
        return bool(worst.numel()) and bool(
            (worst.nan_to_num(torch.inf) > CLEAR * self.allowed).any()
        )

    @cached_property
    def weight(self) -> float:
        """How many different numbers a cause has to explain; small round ones count little."""
        values = self.exact[self.differs] if self.same_shape else self.exact.reshape(-1)
        distinct = torch.unique(values[values.isfinite()])
        round_ones = (distinct * 4 == (distinct * 4).round()) & (distinct.abs() <= 64)
        return float((~round_ones).sum()) + 0.4 * float(round_ones.sum())

    def cause(self, code: str, sentence: str, needed: float = 3.0) -> Cause:
        """A cause that this sample speaks for with all its entries."""
        return Cause(code, sentence, self.weight, needed)

    @cached_property
    def sizes(self) -> list[tuple[int, str]]:
        """Lengths of the inputs' axes, in words: ``the length of axis 1 of x``."""
        found = []
        for name, tensor in self.inputs:
            for axis, length in enumerate(tensor.shape):
                words = f"the length of {name}" if tensor.dim() == 1 else (
                    f"the length of axis {axis} of {name}"
                )  # fmt: skip
                found.append((int(length), words))
            if tensor.dim() > 1:
                found.append((tensor.numel(), f"how many numbers {name} has"))
        return found

    def entries(self) -> str:
        """``in all 12 entries``; nothing for a single number."""
        return f" in all {self.got.numel()} entries" if self.got.numel() > 1 else ""


Detector = Callable[[Sample], Iterator[Cause]]


def stretches(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether the one is broadcast to the other's shape when they meet."""
    lengths = list(zip(reversed(one.shape), reversed(other.shape), strict=False))
    return one.dim() <= other.dim() and all(mine in (1, theirs) for mine, theirs in lengths)


def _plain(tensor: torch.Tensor) -> torch.Tensor:
    """Values as float64 on the CPU, or complex128."""
    values = wide(tensor.detach().cpu() if tensor.device.type != "meta" else tensor.new_zeros(0))
    return values if values.is_complex() else values.to(torch.float64)
