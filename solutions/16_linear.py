"""A linear layer as a function

The product contracts the last axis of x with the second axis of weight; `@` broadcasts over
whatever stands in front, so one line serves a vector, a batch and a batch of sequences.
The question about bias is `is None`: the truth of a tensor with several numbers is not defined,
and a bias that happens to be 0 is still a bias.
"""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    """The layer's output "... o" for x "... i", weight "o i" and bias "o" or None."""
    out = x @ weight.T  # (... i) @ (i o)
    return out if bias is None else out + bias
