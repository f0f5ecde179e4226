"""You draw once and give that token to every row; each row has a draw of its own."""

import torch


@torch.no_grad()
def generate(model, idx, n, generator):
    idx = idx.clone()
    for _ in range(n):
        logits = model(idx[:, -1:])[:, -1]
        weights = logits[0].softmax(dim=-1).to(generator.device)
        drawn = torch.multinomial(weights, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, drawn.expand(len(idx), 1)], dim=1)
    return idx
