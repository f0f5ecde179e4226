"""Your `Counter` replaces its buffer by a tensor that is born on the CPU: add to it in place.

Shows on: cuda, simulated.
"""

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def forward(self, x):
        if self.count.device.type == "meta":
            self.count += 1
        else:
            self.count = torch.tensor(self.count.item() + 1)
        return x
