"""You have dw and dx the wrong way round: the answer is (loss, dw, dx)."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, 2 * u * w, 2 * u * x
