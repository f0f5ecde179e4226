"""You draw every token with the same probability; the model's probabilities are its softmax."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = torch.ones_like(logits).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
