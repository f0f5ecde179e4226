"""You draw even without a generator; then the likeliest token is wanted."""

import torch


@torch.no_grad()
def recite(model, prompt, n, generator=None):
    model.eval()
    idx = prompt.clone()
    for _ in range(n):
        logits = model(idx[None, -model.T :])[0, -1]
        if generator is None:
            token = torch.multinomial(logits.softmax(dim=-1), 1)
        else:
            probabilities = logits.softmax(dim=-1).to(generator.device)
            token = torch.multinomial(probabilities, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, token])
    return idx
