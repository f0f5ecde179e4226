"""Your count is a Parameter, something to be trained; a buffer is what moves along without that."""

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        zero = torch.zeros((), dtype=torch.int64)
        self.count = nn.Parameter(zero, requires_grad=False)

    def forward(self, x):
        self.count += 1
        return x
