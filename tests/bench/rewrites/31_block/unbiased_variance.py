"""Re-codes tests/wrong/31_block/unbiased_variance.py."""

import torch


def layer_norm(rows, scale, shift, eps=1e-5):
    n = rows.shape[-1]
    gap = rows - rows.sum(-1, keepdim=True) / n
    spread = (gap**2).sum(-1, keepdim=True) / (n - 1)
    return gap * scale / (spread + eps).sqrt() + shift
