"""Your attention sees the rows ahead; mask them as in exercise 30."""

import math


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        B, T, C = x.shape
        heads = self.qkv(x).reshape(B, T, 3, self.h, C // self.h).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind(0)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(C // self.h)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(B, T, C))
