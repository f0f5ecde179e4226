"""Your dw is the gradient for x: u = w * x - y changes with w at the rate x, not w."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, 2 * u * w, 2 * u * w
