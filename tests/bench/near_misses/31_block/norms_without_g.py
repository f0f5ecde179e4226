"""g is left out."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    c = x - x.mean(-1, keepdim=True)
    return c / ((c * c).mean(-1, keepdim=True) + eps).sqrt() + b
