"""You take one mean and one variance of the whole tensor; each row has its own."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean()
    variance = (centred * centred).mean()
    return centred / torch.sqrt(variance + eps) * g + b
