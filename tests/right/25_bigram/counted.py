"""No training at all: the table is the logarithm of the counts."""

import torch


class Bigram(torch.nn.Module):
    def __init__(self, v):
        super().__init__()
        self.logits = torch.nn.Parameter(torch.zeros(v, v))

    def forward(self, idx):
        return self.logits[idx]


def train_bigram(ids, v, steps):
    counts = torch.full((v, v), 0.01)
    for a, b in zip(ids[:-1].tolist(), ids[1:].tolist()):
        counts[a, b] += 1
    model = Bigram(v)
    with torch.no_grad():
        model.logits.copy_((counts / counts.sum(1, keepdim=True)).log())
    return model.to(ids.device)


@torch.no_grad()
def generate(model, idx, n, generator):
    rows = [list(row) for row in idx.tolist()]
    for row in rows:
        for _ in range(n):
            last = torch.tensor([[row[-1]]], device=idx.device)
            odds = model(last).flatten().softmax(0).cpu()
            row.append(torch.multinomial(odds, 1, generator=generator).item())
    return torch.tensor(rows, dtype=torch.int64, device=idx.device).view(len(rows), -1)
