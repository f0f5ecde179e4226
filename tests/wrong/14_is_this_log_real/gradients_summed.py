"""Your steps are n times too long: the gradients are means over the examples, as the loss is."""


def replay(w0, b0, X, y, lr, steps):
    w, b = X.new_tensor(w0), X.new_tensor(b0)
    losses = X.new_zeros(steps)
    for t in range(steps):
        r = w * X + b - y
        losses[t] = (r**2).mean()
        w, b = w - lr * 2 * (r * X).sum(), b - lr * 2 * r.sum()
    return losses
