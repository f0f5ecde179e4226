"""Re-codes tests/wrong/11_mse_loss/sum_instead_of_mean.py."""

import torch


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    return torch.square(guess - truth).sum()
