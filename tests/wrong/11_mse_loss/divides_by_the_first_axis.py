"""You divide by the size of the first axis: a mean divides by how many numbers there are."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).sum() / (pred.shape[0] if pred.dim() else 1)
