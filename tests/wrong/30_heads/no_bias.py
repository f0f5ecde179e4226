"""Your layers have no bias; qkv and proj are both nn.Linear as it comes, with one."""

from torch import nn


class CausalSelfAttention(CausalSelfAttention):
    def __init__(self, C, h):
        super().__init__(C, h)
        self.qkv = nn.Linear(C, 3 * C, bias=False)
        self.proj = nn.Linear(C, C, bias=False)
