"""Logs of the shares first, exp at the end; the maximum detached."""

import torch


def softmax(x, dim):
    top = x.detach().max(dim=dim, keepdim=True).values
    shifted = x - top
    logs = shifted - torch.log(torch.sum(torch.exp(shifted), dim=dim, keepdim=True))
    return torch.exp(logs)
