"""You always use 1e-5; use the eps that you were given."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + 1e-5) * g + b
