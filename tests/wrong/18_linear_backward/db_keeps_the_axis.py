"""Your db has the shape (1, o); it has the shape of bias, (o,)."""


def linear_backward(x, weight, dy):
    return dy @ weight, dy.T @ x, dy.sum(0, keepdim=True)
