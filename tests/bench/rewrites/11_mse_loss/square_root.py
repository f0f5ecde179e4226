"""Re-codes tests/wrong/11_mse_loss/square_root.py."""


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    return ((guess - truth).pow(2).mean()) ** 0.5
