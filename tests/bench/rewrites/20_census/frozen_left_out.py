"""Re-codes tests/wrong/20_census/frozen_left_out.py."""


def count_params(net):
    total = 0
    for tensor in net.parameters():
        total += tensor.numel() * tensor.requires_grad
    return total
