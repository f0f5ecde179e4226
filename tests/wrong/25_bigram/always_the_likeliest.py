"""You take the likeliest token every time; draw, with the model's probabilities."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        idx = torch.cat([idx, logits.argmax(dim=-1, keepdim=True)], dim=1)
    return idx
