"""Re-codes tests/wrong/16_linear/bias_forgotten.py."""

import torch


def linear(inputs, W, b):
    return torch.einsum("...i,oi->...o", inputs, W)
