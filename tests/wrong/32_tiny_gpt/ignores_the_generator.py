"""You draw from PyTorch's own generator; hand the caller's to multinomial."""

import torch


@torch.no_grad()
def recite(model, prompt, n, generator=None):
    model.eval()
    idx = prompt.clone()
    for _ in range(n):
        logits = model(idx[None, -model.T :])[0, -1]
        if generator is None:
            token = logits.argmax().view(1)
        else:
            probabilities = logits.softmax(dim=-1)
            token = torch.multinomial(probabilities, 1)
        idx = torch.cat([idx, token])
    return idx
