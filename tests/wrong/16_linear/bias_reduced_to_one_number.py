"""You add one number to all outputs; every output has its own entry of bias."""


def linear(x, weight, bias):
    out = x @ weight.T
    return out if bias is None else out + bias.sum()
