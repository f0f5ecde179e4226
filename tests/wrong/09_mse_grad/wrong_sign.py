"""Your gradients have the wrong sign: take the residual as the model's answer minus y."""


def mse_grad(X, y, w, b):
    if y.shape != (X.shape[0],):
        raise ValueError(f"y must have shape ({X.shape[0]},), got {tuple(y.shape)}")
    r = y - X @ w - b
    return 2 / X.shape[0] * (X.T @ r), 2 * r.mean()
