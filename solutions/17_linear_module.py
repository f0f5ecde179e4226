"""A linear layer that can learn

Assigning an nn.Parameter registers it, which is why super().__init__() comes first: it makes the
register. The numbers are drawn where they will live (device) and as what they will be (dtype),
so nothing has to be copied later. forward makes no tensors of its own: it looks up self.weight
on every call, and so follows whatever .to() or load_state_dict did to it.
"""

import torch
from torch import nn


class MyLinear(nn.Module):
    """A layer from "... in" to "... out" with the parameters weight "out in" and bias "out"."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        """Make the parameters; bias=False leaves .bias None."""
        super().__init__()
        k = in_features**-0.5
        weight = torch.empty(out_features, in_features, device=device, dtype=dtype)
        self.weight = nn.Parameter(weight.uniform_(-k, k))
        if bias:
            start = torch.empty(out_features, device=device, dtype=dtype)
            self.bias = nn.Parameter(start.uniform_(-k, k))
        else:
            self.bias = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The output "... out" for x "... in"."""
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
