"""Your answer is cut from the graph, so no gradient flows back: no detach, no .data."""


def mse(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"pred has shape {tuple(pred.shape)}, y has shape {tuple(y.shape)}")
    return ((pred - y).detach() ** 2).mean()
