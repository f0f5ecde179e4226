"""You average along the wrong axis: the mean is over the examples, the rows of X."""


def mse_grad(X, y, w, b):
    if y.shape != (X.shape[0],):
        raise ValueError(f"y must have shape ({X.shape[0]},), got {tuple(y.shape)}")
    r = X @ w + b - y
    return 2 * (X * r.unsqueeze(1)).mean(1), 2 * r.mean()
