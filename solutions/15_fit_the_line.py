"""Fit the line, whatever its scale

In z = (x - center) / spread both lambdas are 2. With lr = 0.25 each step halves the error, whatever
x was, so a few dozen steps are enough and the loop ends by its gradient. float64 because undoing
the shift multiplies the error of w by the center: far from zero float32 would have no digits left.
"""

import torch


def fit(x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    """Return (w, b) of the line w * x + b with the smallest mean squared error.

    Shapes: x: "n", y: "n".
    """
    x, y = x.double(), y.double()
    center = x.mean()
    spread = (x - center).square().mean().sqrt()
    z = (x - center) / spread
    w, b = torch.zeros_like(center), torch.zeros_like(center)
    small = 1e-12 * y.abs().max()
    for _ in range(200):
        r = w * z + b - y
        dw, db = 2 * (r * z).mean(), 2 * r.mean()
        if dw.abs() <= small and db.abs() <= small:
            break
        w, b = w - 0.25 * dw, b - 0.25 * db
    # w * z + b = (w / spread) * x + (b - w * center / spread)
    slope = w / spread
    return slope.item(), (b - slope * center).item()
