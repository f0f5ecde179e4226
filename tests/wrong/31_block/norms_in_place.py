"""You subtract the mean in place: the caller's x has changed."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    x -= x.mean(dim=-1, keepdim=True)
    variance = (x * x).mean(dim=-1, keepdim=True)
    return x / torch.sqrt(variance + eps) * g + b
