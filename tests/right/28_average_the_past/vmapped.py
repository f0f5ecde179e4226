"""One sequence at a time, and vmap over the batch."""

import torch


def one(x):
    t = torch.arange(len(x), device=x.device)
    look_back = (t[:, None] >= t[None, :]).to(x.dtype)
    return look_back @ x / look_back.sum(1, keepdim=True)


def causal_mean(x):
    if 0 in x.shape[:2]:
        return torch.zeros_like(x)
    return torch.vmap(one)(x)
