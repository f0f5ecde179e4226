"""Pattern matching, itertools, gradients moved by hand, pick_device as a lambda."""

import copy
from itertools import cycle, islice

import torch
from torch import nn

KINDS = {"cuda": torch.cuda, "mps": torch.backends.mps}
pick_device = lambda: torch.device(
    next((n for n, kind in KINDS.items() if kind.is_available()), "cpu")
)


def to_device(batch, device):
    def go(item):
        return to_device(item, device)

    match batch:
        case torch.Tensor():
            return batch.to(device=device)
        case dict():
            new = copy.copy(batch)
            new.update((key, go(value)) for key, value in batch.items())
            return new
        case tuple() if hasattr(batch, "_make"):
            return batch._make(map(go, batch))
        case list() | tuple():
            return type(batch)(map(go, batch))
    return batch


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros((), dtype=torch.long))

    def forward(self, x):
        self.count.add_(1)
        return x


def train_anywhere(model, batches, lr, steps, device):
    model, losses = model.to(device), []
    for x, y in islice(cycle(batches), steps):
        loss = nn.functional.mse_loss(model(x.to(device)), y.to(device))
        for p in model.parameters():
            p.grad = None
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                if p.grad is not None:
                    p -= lr * p.grad
        losses.append(float(loss.detach()))
    return losses
