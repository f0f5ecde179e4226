"""You set the generator back before you draw, so that each call repeats the one before."""

import torch


@torch.no_grad()
def recite(model, prompt, n, generator=None):
    model.eval()
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    idx = prompt.clone()
    for _ in range(n):
        logits = model(idx[None, -model.T :])[0, -1]
        if generator is None:
            token = logits.argmax().view(1)
        else:
            odds = logits.softmax(dim=-1).to(generator.device)
            token = torch.multinomial(odds, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, token])
    return idx
