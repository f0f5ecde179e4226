"""Multiplies the square out first and takes the slope of each term."""


def loss_and_grads(w, x, y):
    loss = w * w * x * x - 2 * w * x * y + y * y
    dw = 2 * w * x * x - 2 * x * y
    dx = 2 * w * w * x - 2 * w * y
    return [loss, dw, dx]
