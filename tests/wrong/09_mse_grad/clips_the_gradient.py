"""You cut the gradient's length off: a large residual makes a large gradient."""


def mse_grad(X, y, w, b):
    if y.shape != (X.shape[0],):
        raise ValueError(f"y must have shape ({X.shape[0]},), got {tuple(y.shape)}")
    r = X @ w + b - y
    dw, db = 2 / X.shape[0] * (X.T @ r), 2 * r.mean()
    factor = (100 / (dw.norm() + 1e-6)).clamp(max=1)
    return dw * factor, db * factor
