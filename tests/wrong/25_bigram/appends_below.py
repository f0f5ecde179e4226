"""You append along axis 0, the batch; time is axis 1."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits.softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=0)
    return idx
