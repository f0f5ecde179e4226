"""You build dx inside x and change the input; make a new tensor for the answer."""


def linear_backward(x, weight, dy):
    dw = dy.T @ x
    x.copy_(dy @ weight)
    return x, dw, dy.sum(0)
