"""Re-codes tests/wrong/28_average_the_past/divides_the_columns.py."""

import torch


def causal_mean(seq):
    n = seq.size(1)
    table = torch.tril(seq.new_ones(n, n))
    table = table / table.sum(0)
    return torch.einsum("ts,bsc->btc", table, seq)
