"""You add a small number inside the log, which caps the surprise and shifts every loss a little."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    shares = shifted.exp() / shifted.exp().sum(1, keepdim=True)
    return -(shares[rows, target] + 1e-9).log().mean()
