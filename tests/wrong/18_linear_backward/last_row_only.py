"""Only one row of x reaches your dw; every row of the batch adds its part."""


def linear_backward(x, weight, dy):
    return dy @ weight, dy[-1].unsqueeze(1) * x[-1], dy.sum(0)
