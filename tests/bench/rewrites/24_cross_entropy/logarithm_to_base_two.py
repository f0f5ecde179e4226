"""Re-codes tests/wrong/24_cross_entropy/logarithm_to_base_two.py."""

import torch


def cross_entropy(scores, labels):
    lowered = scores - scores.max(dim=-1, keepdim=True).values
    logs = lowered - torch.log(torch.exp(lowered).sum(dim=-1, keepdim=True))
    picked = logs.gather(1, labels[:, None]).squeeze(1)
    return -(picked / torch.log(torch.tensor(2.0, dtype=scores.dtype))).mean()
