"""Your loss is the distance, not its square: square w * x - y."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return abs(u), 2 * u * x, 2 * u * w
