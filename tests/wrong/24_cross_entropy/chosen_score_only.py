"""You return minus the chosen score; the logarithm of the sum of all belongs to it."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    return -shifted[rows, target].mean()
