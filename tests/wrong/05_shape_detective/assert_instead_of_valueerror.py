"""assert raises AssertionError (and nothing at all under python -O): raise ValueError yourself."""


def checked_sub(pred, y):
    assert pred.shape == y.shape
    return pred - y
