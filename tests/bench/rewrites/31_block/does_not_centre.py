"""Re-codes tests/wrong/31_block/does_not_centre.py."""

import torch


def layer_norm(rows, scale, shift, eps=1e-5):
    square_mean = rows.pow(2).mean(-1, keepdim=True)
    return shift + scale * rows * torch.rsqrt(square_mean + eps)
