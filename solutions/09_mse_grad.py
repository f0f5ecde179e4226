"""The gradient of the mean squared error

The residual is shared by both gradients, so it comes first. The shape check is the part that
saves an afternoon: with y of shape (n, 1) the subtraction would broadcast to (n, n) in silence.
The mean over n and the 2 of the square are one common factor.
"""

import torch


def mse_grad(
    X: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (dloss/dw, dloss/db) for the loss mean((X @ w + b - y) ** 2).

    Shapes: X: "n d", y: "n", w: "d", b: "", answer: ("d", ""). Raises ValueError if y is "n 1".
    """
    n = X.shape[0]
    if y.shape != (n,):
        raise ValueError(f"y must have shape ({n},), got {tuple(y.shape)}")
    r = X @ w + b - y
    return 2 / n * (X.T @ r), 2 * r.mean()
