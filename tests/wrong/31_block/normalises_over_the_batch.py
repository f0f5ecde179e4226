"""You norm along the first axis; each row, the last axis, is normed by itself."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=0, keepdim=True)
    variance = (centred * centred).mean(dim=0, keepdim=True)
    return centred / torch.sqrt(variance + eps) * g + b
