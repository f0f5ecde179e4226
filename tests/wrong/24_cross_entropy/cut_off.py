"""You detach the loss: the number is right, but nothing can learn from it."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    return (shifted.exp().sum(1).log() - shifted[rows, target]).mean().detach()
