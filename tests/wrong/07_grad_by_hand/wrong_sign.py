"""Your gradients have the wrong sign: the square hides whether u is w * x - y, the slope does not."""


def loss_and_grads(w, x, y):
    u = y - w * x
    return u**2, 2 * u * x, 2 * u * w
