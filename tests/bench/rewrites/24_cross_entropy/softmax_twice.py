"""Re-codes tests/wrong/24_cross_entropy/softmax_twice.py."""

import torch


def cross_entropy(scores, labels):
    shares = torch.softmax(torch.softmax(scores, -1), -1)
    return -shares[torch.arange(len(labels)), labels].log().mean()
