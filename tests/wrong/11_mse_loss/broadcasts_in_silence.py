"""You let different shapes broadcast in silence: raise a ValueError unless they are equal."""


def mse(pred, y):
    return ((pred - y) ** 2).mean()
