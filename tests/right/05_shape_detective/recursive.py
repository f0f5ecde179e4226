"""The last axes are settled, and the rest is the same puzzle again."""


def broadcast_shape(s, t):
    if not s:
        return tuple(t)
    if not t:
        return tuple(s)
    lengths = {s[-1], t[-1]} - {1}
    if len(lengths) > 1:
        raise ValueError(f"no way to stretch {s[-1]} to {t[-1]}")
    last = lengths.pop() if lengths else 1
    return (*broadcast_shape(s[:-1], t[:-1]), last)


def checked_sub(pred, y):
    if list(pred.shape) == list(y.shape):
        return pred + -y
    raise ValueError("pred and y must have the same shape")
