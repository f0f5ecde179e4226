"""Under torch.no_grad() you do not count: every call counts."""

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def forward(self, x):
        if torch.is_grad_enabled():
            self.count += 1
        return x
