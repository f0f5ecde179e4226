"""You multiply b by g as well; first times g, then plus b."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred * centred).mean(dim=-1, keepdim=True)
    return (centred / torch.sqrt(variance + eps) + b) * g
