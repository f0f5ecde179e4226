"""You detach mean and variance: gradients must flow through both."""

import torch


def layer_norm(x, g, b, eps=1e-5):
    centred = x - x.mean(dim=-1, keepdim=True).detach()
    variance = (centred * centred).mean(dim=-1, keepdim=True).detach()
    return centred / torch.sqrt(variance + eps) * g + b
