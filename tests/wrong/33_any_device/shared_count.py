"""All your counters share one tensor; make a new one in __init__."""

import torch
from torch import nn

shared = torch.zeros((), dtype=torch.int64)


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", shared)

    def forward(self, x):
        self.count += 1
        return x
