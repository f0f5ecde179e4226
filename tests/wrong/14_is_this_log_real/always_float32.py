"""Your losses are always float32 on the CPU: give the answer the dtype and device of X."""

import torch


def replay(w0, b0, X, y, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        r = w * X + b - y
        losses.append((r**2).mean().item())
        w, b = w - lr * 2 * (r * X).mean().item(), b - lr * 2 * r.mean().item()
    return torch.tensor(losses)
