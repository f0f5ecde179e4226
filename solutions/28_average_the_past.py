"""Average the past

A lower-triangular matrix of ones, each row divided by its own sum, holds the weights: row t gives
1/(t+1) to the positions 0..t and nothing to those after t. One matrix product then mixes all rows
at once. Attention is this very product with weights that the data choose.
"""

import torch


def causal_mean(x: torch.Tensor) -> torch.Tensor:
    """x "B T C" -> "B T C": row t is the mean of the rows 0..t of x."""
    T = x.shape[1]
    # ones with x's dtype and device: a matrix born on the CPU would not mix with x on a GPU
    look_back = torch.ones(T, T, dtype=x.dtype, device=x.device).tril()
    weights = look_back / look_back.sum(dim=1, keepdim=True)
    return weights @ x
