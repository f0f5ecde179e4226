"""Re-codes tests/wrong/05_shape_detective/compares_only_the_count.py."""


def checked_sub(guess, truth):
    if guess.nelement() == truth.nelement():
        return guess - truth
    raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
