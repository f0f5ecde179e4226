"""The bend between two linear layers

Put the first line into the second: W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2). Column
vectors read from right to left, so the layer that comes first stands on the right.
gelu multiplies by 0.5 before anything else can grow, so it stays finite even in half precision.
FeedForward is wide in the middle: GPT-2 small goes from 768 to 3072 and back.
"""

import torch
from torch import nn


def collapse(
    W1: torch.Tensor, b1: torch.Tensor, W2: torch.Tensor, b2: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """(W "o i", b "o"), equal to W1 "h i", b1 "h" followed by W2 "o h", b2 "o"."""
    return W2 @ W1, W2 @ b1 + b2


def gelu(x: torch.Tensor) -> torch.Tensor:
    """x "..." times the chance that a standard normal number is below it."""
    return 0.5 * x * (1 + torch.erf(x / 2**0.5))


class FeedForward(nn.Module):
    """The feed-forward part of a GPT-2 block, "... d" to "... d"."""

    def __init__(self, d: int, mult: int = 4) -> None:
        """Make c_fc (d to mult * d) and c_proj (mult * d to d)."""
        super().__init__()
        self.c_fc = nn.Linear(d, mult * d)
        self.c_proj = nn.Linear(mult * d, d)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """c_proj(gelu(c_fc(x))), "... d" for x "... d"."""
        return self.c_proj(gelu(self.c_fc(x)))
