"""The chain rule on one weight

Naming u makes the three lines read like the chain rule itself: dloss/du is 2 * u, and what comes
after it is du/dw = x or du/dx = w. Element-wise operations make one formula serve one number
and n numbers alike.
"""

import torch


def loss_and_grads(
    w: torch.Tensor, x: torch.Tensor, y: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (loss, dloss/dw, dloss/dx) for the loss (w * x - y) ** 2.

    Shapes: all of them "", or all of them "n".
    """
    u = w * x - y
    du = 2 * u  # dloss/du, shared by both gradients
    return u**2, du * x, du * w
