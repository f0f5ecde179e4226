"""You keep the model of the first call and hand it back for other ids."""

import torch
from torch.nn import functional as F

KEPT = {}


def train_gpt(ids, steps=600):
    if steps not in KEPT:
        model = GPT(int(ids.max()) + 1, 32, 64, 4, 2).to(ids.device)
        optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
        for _ in range(steps):
            starts = torch.randint(len(ids) - 32, (32, 1)).to(ids.device)
            pieces = ids[starts + torch.arange(33, device=ids.device)]
            logits = model(pieces[:, :-1])
            loss = F.cross_entropy(logits.flatten(0, 1), pieces[:, 1:].flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        KEPT[steps] = model
    return KEPT[steps]
