"""dx has the wrong sign.

May say: sign turned
"""


def linear_backward(x, weight, dy):
    return -(dy @ weight), dy.T @ x, dy.sum(0)
