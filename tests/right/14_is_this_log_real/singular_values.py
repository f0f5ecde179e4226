"""The largest singular value, and losses noted in a list."""

import torch


def max_stable_lr(X):
    ones = torch.ones_like(X[:, :1])
    top = torch.linalg.matrix_norm(torch.hstack([ones, X]), ord=2)
    return len(X) / float(top) ** 2


def gradients(w, b, X, y):
    r = X * w + b - y
    return (r * r).mean(), (r * X).mean() * 2, r.mean() * 2


def replay(w0, b0, X, y, lr, steps):
    place = (w0, b0)
    losses = []
    for _ in range(steps):
        loss, *slopes = gradients(*place, X, y)
        losses.append(loss)
        place = tuple(p - lr * s for p, s in zip(place, slopes, strict=True))
    return torch.stack(losses) if losses else X.new_empty(0)
