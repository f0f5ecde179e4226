"""Re-codes tests/wrong/16_linear/weight_cut_off.py."""


def linear(inputs, W, b):
    frozen = W.data
    total = (inputs.unsqueeze(-2) * frozen).sum(-1)
    return total if b is None else total + b
