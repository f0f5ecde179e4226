"""The same sums as an einsum."""

import torch


def mse_grad(X, y, w, b):
    if y.ndim != 1 or len(y) != len(X):
        raise ValueError(f"y has shape {tuple(y.shape)}")
    r = torch.einsum("nd,d->n", X, w).add(b).sub(y)
    dw = torch.einsum("nd,n->d", X, r).mul(2).div(r.numel())
    return [dw, r.sum() * 2 / r.numel()]
