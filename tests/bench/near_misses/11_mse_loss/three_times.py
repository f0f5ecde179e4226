"""Three times the right loss.

May say: exactly 3 times
"""


def mse(p, y):
    if p.shape != y.shape:
        raise ValueError(f"{tuple(p.shape)} {tuple(y.shape)}")
    return 3 * ((p - y) ** 2).mean()
