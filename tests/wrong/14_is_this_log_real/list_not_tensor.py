"""You hand back a list of numbers: make it a tensor with the dtype and device of X."""


def replay(w0, b0, X, y, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        r = w * X + b - y
        losses.append((r**2).mean().item())
        w, b = w - lr * 2 * (r * X).mean().item(), b - lr * 2 * r.mean().item()
    return losses
