"""Your eps is 1e-6 when the caller gives none; it is 1e-5."""

import torch


def layer_norm(x, g, b, eps=1e-6):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + eps) * g + b
