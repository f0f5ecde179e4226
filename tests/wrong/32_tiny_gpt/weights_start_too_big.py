"""Your weights start with a spread of 1: the first loss is far above ln v; start small."""

from torch import nn


class GPT(GPT):
    def __init__(self, v, T, C, h, L):
        super().__init__(v, T, C, h, L)
        for p in self.parameters():
            if p.dim() == 2:
                nn.init.normal_(p)
