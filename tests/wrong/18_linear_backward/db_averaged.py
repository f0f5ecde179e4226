"""You average dy for db; the rows add up, a mean belongs to the loss and is in dy already."""


def linear_backward(x, weight, dy):
    return dy @ weight, dy.T @ x, dy.mean(0)
