"""Re-codes tests/wrong/18_linear_backward/db_summed_over_outputs.py."""

import torch


def linear_backward(inputs, W, grad):
    ones = grad.new_ones(grad.shape[1])
    return torch.einsum("bo,oi->bi", grad, W), torch.einsum("bo,bi->oi", grad, inputs), grad @ ones
