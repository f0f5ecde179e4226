"""Re-codes tests/wrong/20_census/buffers_added.py."""


def count_params(net):
    weights = sum(t.numel() for _, t in net.named_parameters())
    return weights + sum(t.numel() for _, t in net.named_buffers())
