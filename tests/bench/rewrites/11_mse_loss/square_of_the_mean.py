"""Re-codes tests/wrong/11_mse_loss/square_of_the_mean.py."""


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    gap = guess.mean() - truth.mean()
    return gap * gap
