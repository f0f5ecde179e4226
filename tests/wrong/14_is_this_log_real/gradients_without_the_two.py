"""Your steps are half as long as they should be: the square brings a factor of 2."""


def replay(w0, b0, X, y, lr, steps):
    w, b = X.new_tensor(w0), X.new_tensor(b0)
    losses = X.new_zeros(steps)
    for t in range(steps):
        r = w * X + b - y
        losses[t] = (r**2).mean()
        w, b = w - lr * (r * X).mean(), b - lr * r.mean()
    return losses
