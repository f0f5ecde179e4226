"""Your gradients forget y: the slope of the square is taken at w * x - y, not at w * x."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, 2 * w * x * x, 2 * w * x * w
