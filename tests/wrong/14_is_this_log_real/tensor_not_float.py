"""Your limit is a tensor: hand back a Python float."""

import torch


def max_stable_lr(X):
    n = X.shape[0]
    Z = torch.cat([X, X.new_ones(n, 1)], dim=1)
    return 2 / torch.linalg.eigvalsh(2 / n * (Z.T @ Z))[-1]
