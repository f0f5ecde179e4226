"""How far a right answer may be from the exact one: a bound with a reason, not a guess.

    tol = 4 sqrt(depth) u S + c u |oracle|

u is the unit roundoff of the answer's dtype (half the distance from 1 to the next number), depth
the number of terms summed one after the other, S the size of what is summed, c the device's (1 for
a CPU). Rounding errors of a
sum behave like a random walk: their size grows with sqrt(depth) (N. J. Higham and T. Mary, "A new
approach to probabilistic rounding error analysis", SIAM J. Sci. Comput. 41(5), 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

# Roundings of one function's own: a CPU's are within one unit of the exact value, CUDA's exp, log,
# tanh and their like within two or three (the accuracy tables of NVIDIA's programming guide).
OWN = {"cuda": 4.0, "mps": 8.0}
ROUNDOFF = {
    torch.float64: 2.0**-53,
    torch.float32: 2.0**-24,
    torch.float16: 2.0**-11,
    torch.bfloat16: 2.0**-8,
    torch.complex128: 2.0**-53,
    torch.complex64: 2.0**-24,
}


@dataclass(frozen=True)
class Bound:
    """What a suite says about an answer's accuracy; None lets the grader choose.

    ``depth``: terms summed. ``scale``: S. ``rtol``: a relative tolerance that replaces the rule,
    for iterations whose error is not rounding. ``nan``: NaN is a legal value here.
    """

    depth: float | None = None
    scale: float | None = None
    rtol: float | None = None
    nan: bool = False

    def tolerance(
        self,
        oracle: torch.Tensor,
        dtype: torch.dtype,
        depth: float,
        scale: float,
        device: str = "cpu",
    ) -> torch.Tensor:
        """Allowed absolute error of every entry; 0 for whole numbers and truth values.

        Args:
            oracle: the exact answer, float64.
            dtype: of the answer as the learner should give it.
            depth, scale: used where the suite gives none.
            device: that the answer was calculated on; TF32 and reduced precision are off there.
        """
        if dtype not in ROUNDOFF:
            return torch.zeros(oracle.shape, dtype=torch.float64)
        magnitude = oracle.abs().to(torch.float64).nan_to_num(0.0, 0.0, 0.0)
        if self.rtol is not None:
            return self.rtol * magnitude.clamp(min=1e-12)
        u = ROUNDOFF[dtype]
        depth = self.depth if self.depth is not None else depth
        scale = self.scale if self.scale is not None else scale
        largest = float(magnitude.max()) if magnitude.numel() else 0.0
        own = OWN.get(device, 1.0)
        return 4 * math.sqrt(max(depth, 1.0)) * u * max(scale, largest) + own * u * magnitude


UNBOUND = Bound()
