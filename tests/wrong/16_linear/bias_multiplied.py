"""You multiply the product by the bias; the bias is added."""


def linear(x, weight, bias):
    out = x @ weight.T
    return out if bias is None else out * bias
