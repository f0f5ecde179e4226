"""You add the bias only where it is positive; a negative bias counts as well."""


def linear(x, weight, bias):
    out = x @ weight.T
    return out if bias is None else out + bias.clamp(min=0)
