"""You look back one row; the mean goes back to row 0."""

import torch


def causal_mean(x):
    before = torch.cat([x[:, :1], x[:, :-1]], dim=1)
    return (x + before) / 2
