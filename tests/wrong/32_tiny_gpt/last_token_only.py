"""You show the model the last token alone; it can read up to T of them."""

import torch


@torch.no_grad()
def recite(model, prompt, n, generator=None):
    model.eval()
    idx = prompt.clone()
    for _ in range(n):
        logits = model(idx[None, -1:])[0, -1]
        if generator is None:
            token = logits.argmax().view(1)
        else:
            probabilities = logits.softmax(dim=-1).to(generator.device)
            token = torch.multinomial(probabilities, 1, generator=generator).to(idx.device)
        idx = torch.cat([idx, token])
    return idx
