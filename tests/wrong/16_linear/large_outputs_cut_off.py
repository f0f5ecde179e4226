"""You cut large outputs off: a linear layer gives the sum as it is, however large."""


def linear(x, weight, bias):
    out = x @ weight.T
    return (out if bias is None else out + bias).clamp(-10000, 10000)
