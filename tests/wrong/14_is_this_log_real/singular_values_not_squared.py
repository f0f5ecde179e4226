"""You take a singular value of Z for an eigenvalue of Z.T @ Z: square it first."""

import torch


def max_stable_lr(X):
    n = X.shape[0]
    Z = torch.cat([X, X.new_ones(n, 1)], dim=1)
    return 2 / (2 / n * torch.linalg.svdvals(Z)[0]).item()
