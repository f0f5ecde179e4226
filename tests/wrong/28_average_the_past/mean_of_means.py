"""You take half of each row and half of the mean before it; all of the past weighs the same."""

import torch


def causal_mean(x):
    T = x.shape[1]
    rows = [x[:, 0]] if T else []
    for t in range(1, T):
        rows.append((rows[-1] + x[:, t]) / 2)
    return torch.stack(rows, dim=1) if T else torch.empty_like(x)
