"""You divide the logits by a temperature; draw with the odds as they are."""

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
            odds = (logits / 0.7).softmax(dim=-1).to(generator.device)
            token = torch.multinomial(odds, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, token])
    return idx
