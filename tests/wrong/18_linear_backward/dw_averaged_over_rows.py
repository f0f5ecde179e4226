"""You divide dw by the number of rows; the rows add up, a mean belongs to the loss and is in dy."""


def linear_backward(x, weight, dy):
    return dy @ weight, dy.T @ x / x.shape[0], dy.sum(0)
