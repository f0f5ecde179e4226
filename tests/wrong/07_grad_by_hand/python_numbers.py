"""You return Python numbers: the loss and both gradients must be tensors with the shape of w."""


def loss_and_grads(w, x, y):
    u = w * x - y
    return (u**2).tolist(), (2 * u * x).tolist(), (2 * u * w).tolist()
