"""You set the generator back before you draw, so that each call repeats the one before."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    generator.manual_seed(generator.initial_seed())
    idx = idx.clone()
    for _ in range(n):
        odds = model(idx[:, -1:])[:, -1].softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(odds, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
