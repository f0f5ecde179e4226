"""You give cross_entropy three axes: it takes axis 1, your time, for the classes; flatten first."""

import torch
from torch.nn import functional as F


def train_bigram(ids, v, steps):
    model = Bigram(v).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * (1 - step / steps)
        place = torch.randint(len(ids) - v, (16, 1)).to(ids.device)
        window = ids[place + torch.arange(v + 1, device=ids.device)]  # T == v, so nothing raises
        loss = F.cross_entropy(model(window[:, :-1]), window[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
