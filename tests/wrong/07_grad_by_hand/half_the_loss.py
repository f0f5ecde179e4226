"""Your loss is half of (w * x - y) ** 2: the lesson's loss has no factor in front."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2 / 2, 2 * u * x, 2 * u * w
