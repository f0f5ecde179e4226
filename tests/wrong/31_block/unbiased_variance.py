"""Your variance divides by c - 1 (unbiased); layer norm divides by c."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = x.var(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + eps) * g + b
