"""float64 holds whole numbers up to 2 ** 53 exactly: subtract in the dtype of the inputs."""


def checked_sub(pred, y):
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return (pred.double() - y.double()).to(pred.dtype)
