"""Re-codes tests/wrong/24_cross_entropy/one_loss_per_row.py."""

import torch


def cross_entropy(scores, labels):
    lowered = scores - scores.max(dim=-1, keepdim=True).values
    chosen = lowered.gather(1, labels.unsqueeze(1)).squeeze(1)
    return torch.log(torch.exp(lowered).sum(-1)) - chosen
