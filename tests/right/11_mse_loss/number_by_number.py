"""Goes through the numbers one by one and divides before it adds."""


def mse(pred, y):
    if tuple(pred.shape) != tuple(y.shape):
        raise ValueError("pred and y must have the same shape")
    n = pred.numel()
    total = pred.new_zeros(())
    for p, t in zip(pred.reshape(-1), y.reshape(-1), strict=True):
        difference = p - t
        total = total + difference * (difference / n)
    return total
