"""The outputs come in the reverse order.

May say: runs backwards|flipped
"""


def linear(x, weight, bias):
    out = x @ weight.T
    return (out if bias is None else out + bias).flip(-1)
