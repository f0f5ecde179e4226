"""Your table says what came before a token; exchange input and target: row i is what follows i."""

import torch
from torch.nn import functional as F


def train_bigram(ids, v, steps):
    model = Bigram(v).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * (1 - step / steps)
        place = torch.randint(len(ids) - 1, (256,)).to(ids.device)
        loss = F.cross_entropy(model(ids[place + 1]), ids[place])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
