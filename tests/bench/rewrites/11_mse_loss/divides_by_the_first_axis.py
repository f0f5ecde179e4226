"""Re-codes tests/wrong/11_mse_loss/divides_by_the_first_axis.py."""


def mse(guess, truth):
    if guess.shape != truth.shape:
        raise ValueError("%r %r" % (tuple(guess.shape), tuple(truth.shape)))
    squares = (truth - guess) ** 2
    rows = len(squares) if squares.ndim > 0 else 1
    return squares.sum() / rows
