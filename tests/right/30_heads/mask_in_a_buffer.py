"""A large mask kept as a buffer, copies instead of views, heads folded into the batch."""

import torch


def split_heads(x, h):
    b, t, c = x.size()
    if c % h > 0:
        raise ValueError("heads must divide channels")
    return x.clone().reshape(b, t, h, c // h).swapaxes(1, 2).contiguous()


def merge_heads(x):
    b, h, t, d = x.size()
    out = x.new_empty(b, t, h * d)
    for i in range(h):
        out[:, :, i * d : (i + 1) * d] = x[:, i]
    return out


class CausalSelfAttention(torch.nn.Module):
    def __init__(self, C, h):
        super().__init__()
        if C % h > 0:
            raise ValueError("heads must divide channels")
        self.heads = h
        self.qkv = torch.nn.Linear(C, 3 * C)
        self.proj = torch.nn.Linear(C, C)
        self.register_buffer("bias", torch.tril(torch.ones(256, 256)))

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(x).split(c, dim=2)
        d = c // self.heads
        q, k, v = (split_heads(z, self.heads).reshape(b * self.heads, t, d) for z in (q, k, v))
        scores = torch.bmm(q, k.transpose(1, 2)) * (1.0 / d**0.5)
        scores = scores.masked_fill(self.bias[:t, :t] == 0, float("-inf"))
        y = torch.bmm(torch.softmax(scores, dim=-1), v).reshape(b, self.heads, t, d)
        return self.proj(merge_heads(y))
