"""You cut large gradients off: each is as large as the chain rule says."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return u**2, (2 * u * x).clamp(-1000, 1000), (2 * u * w).clamp(-1000, 1000)
