"""You turn weight over for dx as on the way forward; going back it is used as it lies."""


def linear_backward(x, weight, dy):
    return dy @ weight.T, dy.T @ x, dy.sum(0)
