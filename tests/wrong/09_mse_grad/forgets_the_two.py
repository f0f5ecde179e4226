"""Your gradients are half of what they should be: the square brings a factor of 2."""


def mse_grad(X, y, w, b):
    if y.shape != (X.shape[0],):
        raise ValueError(f"y must have shape ({X.shape[0]},), got {tuple(y.shape)}")
    r = X @ w + b - y
    return X.T @ r / X.shape[0], r.mean()
