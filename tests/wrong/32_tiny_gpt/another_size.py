"""Your model has another size; train_gpt makes T=32, C=64, h=4, L=2."""

import torch
from torch.nn import functional as F


def train_gpt(ids, steps=600):
    T, B = 32, 32
    model = GPT(int(ids.max()) + 1, T, 32, 2, 1).to(ids.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    offsets = torch.arange(T, device=ids.device)
    for _ in range(steps):
        starts = torch.randint(len(ids) - T, (B, 1)).to(ids.device)
        x, y = ids[starts + offsets], ids[starts + offsets + 1]
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
