"""You average the loss over the examples: here each example keeps its own."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return (u**2).mean(), 2 * u * x / max(u.numel(), 1), 2 * u * w / max(u.numel(), 1)
