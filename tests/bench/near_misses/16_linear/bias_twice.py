"""The bias is added twice.

May say: bias in it once too often
"""


def linear(x, weight, bias):
    out = x @ weight.T
    return out if bias is None else out + bias + bias
