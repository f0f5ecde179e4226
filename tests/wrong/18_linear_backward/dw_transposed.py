"""Your dw lies on its side: it has to have the shape of weight, (o, i)."""


def linear_backward(x, weight, dy):
    return dy @ weight, x.T @ dy, dy.sum(0)
