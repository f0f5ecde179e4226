"""Re-codes tests/wrong/16_linear/always_float32.py."""

import torch


def linear(inputs, W, b):
    result = inputs.to(torch.float32) @ W.to(torch.float32).mT
    if b is not None:
        result = result + b.to(torch.float32)
    return result
