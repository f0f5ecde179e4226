"""Re-codes tests/wrong/11_mse_loss/not_squared.py."""


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    return abs(truth - guess).mean()
