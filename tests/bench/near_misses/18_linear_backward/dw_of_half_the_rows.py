"""dw sees every second row only."""


def linear_backward(x, weight, dy):
    return dy @ weight, dy[::2].T @ x[::2], dy.sum(0)
