"""Matrix multiply without loops

The k axis stands at place -2 in both operands after the new axes are in, so the products line up
and one sum over that place finishes the work. Counting places from the right is what makes batch
axes free: they are simply further left, and broadcast by the same rule.
"""

import torch


def matmul_fast(A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
    """The matrix products: "... m k", "... k n" -> "... m n". ValueError, naming both shapes."""
    if A.shape[-1] != B.shape[-2]:  # else a k of 1 would stretch, with no error at all
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    # (..., m, k, 1) * (..., 1, k, n) -> (..., m, k, n), then k is summed away.
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).sum(-2)
