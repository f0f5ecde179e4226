"""You draw the n tokens from one and the same row; after every draw the newest token decides."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits.softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(weights, n, replacement=True, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
        break
    return idx
