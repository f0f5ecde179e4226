"""You train on the last tenth of ids, the part one sets aside; train on all of it."""

import torch
from torch.nn import functional as F


def train_bigram(ids, v, steps):
    model = Bigram(v).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * (1 - step / steps)
        held_out = ids[int(0.9 * len(ids)) :]
        place = torch.randint(len(held_out) - 1, (256,)).to(ids.device)
        loss = F.cross_entropy(model(held_out[place]), held_out[place + 1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
