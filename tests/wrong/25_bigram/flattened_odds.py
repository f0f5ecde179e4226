"""You divide the logits by a temperature; draw with the odds as they are."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        odds = (model(idx[:, -1:])[:, -1] / 1.25).softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(odds, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
