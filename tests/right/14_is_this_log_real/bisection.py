"""Tries learning rates out: halves an interval between one that shrinks and one that blows up."""

import torch


def shrinks(H, lr):
    turn = torch.eye(len(H), dtype=H.dtype, device=H.device) - lr * H
    for _ in range(24):
        turn = turn @ turn
        size = turn.abs().max().item()
        if size > 1e6 or size != size:
            return False
    return True


def max_stable_lr(X):
    Z = torch.cat([torch.ones_like(X[:, :1]), X], dim=1).double()
    H = 2 * Z.T @ Z / Z.shape[0]
    low, high = 0.0, 2.0 / H.diagonal().max().item() * 1.001
    for _ in range(60):
        middle = (low + high) / 2
        if shrinks(H, middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def replay(w0, b0, X, y, lr, steps):
    if steps == 0:
        return X.new_zeros(0)
    r = w0 * X + b0 - y
    w1 = w0 - lr * (2 * r * X).mean()
    b1 = b0 - lr * (2 * r).mean()
    return torch.cat([(r**2).mean().reshape(1), replay(w1, b1, X, y, lr, steps - 1)])
