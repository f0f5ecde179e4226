"""You never move b: it is trained together with w."""


def replay(w0, b0, X, y, lr, steps):
    w, b = X.new_tensor(w0), X.new_tensor(b0)
    losses = X.new_zeros(steps)
    for t in range(steps):
        r = w * X + b - y
        losses[t] = (r**2).mean()
        w = w - lr * 2 * (r * X).mean()
    return losses
