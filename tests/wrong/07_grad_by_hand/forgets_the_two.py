"""Your gradients are half of what they should be: the slope of u ** 2 is not u."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, u * x, u * w
