"""Multiplies the square out: sums over X alone, and over X with y, are all that is needed."""


def mse_grad(X, y, w, b):
    if y.dim() != 1 or y.size(0) != X.size(0):
        raise ValueError("y needs the shape (n,)")
    n = X.size(0)
    gram = (X.unsqueeze(2) * X.unsqueeze(1)).sum(0)
    sums = X.sum(0)
    dw = ((gram * w).sum(1) + b * sums - (X * y[:, None]).sum(0)) * 2 / n
    db = ((sums * w).sum() + n * b - y.sum()) * 2 / n
    return dw, db
