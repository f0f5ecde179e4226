"""You note the loss after the update, one lap late: the first entry belongs to the start."""


def replay(w0, b0, X, y, lr, steps):
    w, b = X.new_tensor(w0), X.new_tensor(b0)
    losses = X.new_zeros(steps)
    for t in range(steps):
        r = w * X + b - y
        w, b = w - lr * 2 * (r * X).mean(), b - lr * 2 * r.mean()
        losses[t] = ((w * X + b - y) ** 2).mean()
    return losses
