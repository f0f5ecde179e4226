"""You stop different shapes with an AssertionError: the exercise asks for a ValueError."""


def mse(pred, y):
    assert pred.shape == y.shape, (pred.shape, y.shape)
    return ((pred - y) ** 2).mean()
