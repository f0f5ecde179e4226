"""You compare how many axes there are: their lengths have to be equal as well."""


def checked_sub(pred, y):
    if pred.ndim != y.ndim:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
