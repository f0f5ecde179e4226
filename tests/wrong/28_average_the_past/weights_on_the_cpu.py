"""Your weights are made on the CPU whatever x is on; give them x's device.

Shows on: cuda, simulated.
"""

import torch


def causal_mean(x):
    T = x.shape[1]
    weights = torch.ones(T, T, dtype=x.dtype).tril()
    return (weights / weights.sum(dim=1, keepdim=True)) @ x
