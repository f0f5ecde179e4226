"""You return the surprise of every row; the loss is one number, their mean."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    return shifted.exp().sum(1).log() - shifted[rows, target]
