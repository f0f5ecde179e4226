"""You always add bias, but bias may be None, and then there is nothing to add."""


def linear(x, weight, bias):
    return x @ weight.T + bias
