"""The backward pass of a linear layer

Every axis that the input does not have is summed away: the outputs o for dx, the rows b for dw and
db. A matrix product is exactly such a sum over the axis that both factors share, so the shapes
pick the formula. Folding the leading axes into one makes the formulas serve any number of them:
for the weights, a token in a sequence is just one more row.
"""

import torch


def linear_backward(
    x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(dx "b i", dw "o i", db "o") for x "b i", weight "o i" and dy "b o"."""
    dx = dy @ weight  # (b o) @ (o i)
    rows_x, rows_dy = x.flatten(0, -2), dy.flatten(0, -2)
    dw = rows_dy.T @ rows_x  # (o b) @ (b i)
    db = rows_dy.sum(0)
    return dx, dw, db
