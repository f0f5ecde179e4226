"""You always make one head; hand h on to the blocks."""

from torch import nn


class GPT(GPT):
    def __init__(self, v, T, C, h, L):
        super().__init__(v, T, C, h, L)
        self.blocks = nn.ModuleList(Block(C, 1) for _ in range(L))
