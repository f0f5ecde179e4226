"""Double a tensor

Write double(x): every number twice. Text is refused with a TypeError.
"""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Twice x."""
    raise NotImplementedError
