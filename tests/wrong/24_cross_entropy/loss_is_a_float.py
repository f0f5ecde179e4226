"""You return a Python float: it is cut off from the graph, and nothing can learn from it."""

import torch


def cross_entropy(logits, target):
    rows = torch.arange(len(target), device=logits.device)
    shifted = logits - logits.amax(1, keepdim=True)
    return (shifted.exp().sum(1).log() - shifted[rows, target]).mean().item()
