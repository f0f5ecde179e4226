"""You raise e to the raw logits, which overflows near 89: take the maximum of each row away."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    return (logits.exp().sum(1).log() - logits[rows, target]).mean()
