"""Re-codes tests/wrong/05_shape_detective/subtracts_the_wrong_way.py."""


def checked_sub(guess, truth):
    same = tuple(guess.shape) == tuple(truth.shape)
    if not same:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    return -(guess - truth)
