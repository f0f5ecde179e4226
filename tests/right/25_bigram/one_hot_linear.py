"""A linear layer on one-hot rows, full-batch SGD, sampling by comparing with the running sum."""

import torch
import torch.nn.functional as F
from torch import nn


class Bigram(nn.Module):
    def __init__(self, v):
        super().__init__()
        self.v = v
        self.scores = nn.Linear(v, v, bias=False)

    def forward(self, idx):
        return self.scores(F.one_hot(idx, self.v).to(self.scores.weight.dtype))


def train_bigram(ids, v, steps):
    model = Bigram(v).to(ids.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=5.0, momentum=0.5)
    x, y = ids[:-1], ids[1:]
    for _ in range(steps):
        loss = F.cross_entropy(model(x[None])[0], y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def generate(model, idx, n, generator):
    out = torch.empty(idx.shape[0], idx.shape[1] + n, dtype=torch.int64, device=idx.device)
    out[:, : idx.shape[1]] = idx
    with torch.inference_mode():
        for t in range(idx.shape[1], out.shape[1]):
            odds = F.softmax(model(out[:, :t]), dim=-1)[:, -1].cpu().double()
            dice = torch.rand(len(out), 1, generator=generator, dtype=torch.float64)
            drawn = (odds.cumsum(1) < dice).sum(1).clamp(max=odds.shape[1] - 1)
            out[:, t] = drawn.to(out.device)
    return out
