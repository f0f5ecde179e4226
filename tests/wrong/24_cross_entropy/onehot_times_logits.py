"""You multiply by a one-hot matrix, and 0 * -inf is nan: pick the entries by index."""

import torch


def cross_entropy(logits, target):
    shifted = logits - logits.amax(1, keepdim=True)
    onehot = torch.nn.functional.one_hot(target, logits.shape[1])
    return (shifted.exp().sum(1).log() - (onehot * shifted).sum(1)).mean()
