"""You lay the bias along the rows of x; it has one number per output: the last axis."""


def linear(x, weight, bias):
    out = x @ weight.T
    return out if bias is None else out + bias.unsqueeze(-1)
