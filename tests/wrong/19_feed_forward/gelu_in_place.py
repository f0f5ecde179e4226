"""You multiply x in place: the caller's tensor has changed; make a new one for the answer."""

import torch


def gelu(x):
    chance = 0.5 * (1 + torch.erf(x / 2**0.5))
    return x.mul_(chance)
