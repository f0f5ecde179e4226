"""You detach the weight, so no gradient ever reaches it and it can never learn."""


def linear(x, weight, bias):
    out = x @ weight.detach().T
    return out if bias is None else out + bias
