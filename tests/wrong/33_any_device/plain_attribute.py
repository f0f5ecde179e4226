"""Your count is a plain attribute: it stays behind when the module moves; see register_buffer."""

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.count = torch.zeros((), dtype=torch.int64)

    def forward(self, x):
        self.count += 1
        return x
