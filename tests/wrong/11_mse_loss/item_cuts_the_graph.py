"""Your answer is a bare number without a graph: keep the tensor, without item()."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y) ** 2).mean().item()
