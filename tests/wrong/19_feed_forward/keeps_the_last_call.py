"""Your block mixes in what it kept of the call before: each call stands for itself."""

import torch
from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d, mult=4):
        super().__init__()
        self.c_fc = nn.Linear(d, mult * d)
        self.c_proj = nn.Linear(mult * d, d)
        self.last = 0.0

    def forward(self, x):
        h = gelu(self.c_fc(x))  # noqa: F821
        h, self.last = h + 0.1 * self.last, h.detach().mean()
        return self.c_proj(h)
