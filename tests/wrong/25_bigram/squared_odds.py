"""You take softmax of numbers that already are logarithms times two: the odds come out squared."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = (2 * logits).softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
