"""One einsum, and a bias of zeros in place of None."""

import torch


def linear(x, weight, bias):
    if bias is None:
        bias = weight.new_zeros(weight.shape[0])
    return torch.einsum("...i,oi->...o", x, weight) + bias
