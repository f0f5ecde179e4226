"""Re-codes tests/wrong/11_mse_loss/half_of_it.py."""


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    error = guess - truth
    return 0.5 * (error * error).mean()
