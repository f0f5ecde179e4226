"""You stop at dloss/du: the chain rule still multiplies by how u changes with w, or with x."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, 2 * u, 2 * u
