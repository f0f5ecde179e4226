"""You reshape weight to (i, o): the shape fits, but the numbers keep their old order; transpose."""


def linear(x, weight, bias):
    out = x @ weight.reshape(weight.shape[1], weight.shape[0])
    return out if bias is None else out + bias
