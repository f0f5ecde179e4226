"""One number to go down

The check costs one line and catches the bug that costs a day. `mean` adds up in float32 even when
the numbers are float16, and rounds only the mean; `sum() / numel()` would overflow on the way.
"""

import torch


def mse(pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean of the squared differences.

    Shapes: pred: "*s", y: "*s", answer: "". Raises ValueError unless the shapes are equal.
    """
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).mean()
