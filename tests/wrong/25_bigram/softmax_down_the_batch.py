"""You take softmax along the batch; the probabilities of one row have to add up to 1."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits.softmax(dim=0).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
