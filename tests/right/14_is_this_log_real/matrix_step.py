"""Both weights in one vector, moved with the curvature and the slope at zero."""

import torch


def table(X):
    return torch.stack([*X.unbind(1), torch.ones_like(X[:, 0])], 1)


def curvature(Z):
    return 2 * torch.einsum("ni,nj->ij", Z, Z) / Z.size(0)


def max_stable_lr(X):
    spectrum = torch.linalg.eigvals(curvature(table(X)))
    return 2.0 / spectrum.real.max().item()


@torch.no_grad()
def replay(w0, b0, X, y, lr, steps):
    Z = table(X[:, None])
    theta = torch.tensor([w0, b0], dtype=X.dtype, device=X.device)
    losses = torch.empty(steps, dtype=X.dtype, device=X.device)
    for loss in losses.unbind():
        r = Z @ theta - y
        loss.copy_(r.square().mean())
        theta = theta - lr * (2 / len(r)) * (Z.T @ r)
    return losses
