"""You draw from PyTorch's own generator; hand the caller's to multinomial."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits.softmax(dim=-1)
        idx = torch.cat([idx, torch.multinomial(weights, 1)], dim=1)
    return idx
