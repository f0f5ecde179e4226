"""You ask whether bias is true; a tensor of several numbers is neither: ask whether it is None."""


def linear(x, weight, bias):
    out = x @ weight.T
    if bias:
        out = out + bias
    return out
