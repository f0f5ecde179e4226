"""You let autograd record every call of the model; put the loop under torch.no_grad()."""

import torch


def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits.softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator)
        idx = torch.cat([idx, drawn.to(idx.device)], dim=1)
    return idx
