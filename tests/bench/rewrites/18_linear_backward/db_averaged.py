"""Re-codes tests/wrong/18_linear_backward/db_averaged.py."""

import torch


def linear_backward(inputs, W, grad):
    d_inputs = torch.mm(grad, W)
    d_weight = torch.mm(grad.t(), inputs)
    d_bias = grad.sum(0) / grad.size(0)
    return d_inputs, d_weight, d_bias
