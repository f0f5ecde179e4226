"""You begin at zero: begin at the w0 and b0 that you are given."""


def replay(w0, b0, X, y, lr, steps):
    w, b = X.new_zeros(()), X.new_zeros(())
    losses = X.new_zeros(steps)
    for t in range(steps):
        r = w * X + b - y
        losses[t] = (r**2).mean()
        w, b = w - lr * 2 * (r * X).mean(), b - lr * 2 * r.mean()
    return losses
