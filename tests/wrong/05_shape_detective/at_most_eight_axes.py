"""You fill up to a fixed number of axes: a shape may have any number of them."""


def broadcast_shape(s, t):
    out = []
    for a, b in zip((1,) * (8 - len(s)) + s, (1,) * (8 - len(t)) + t):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(out[len(out) - max(len(s), len(t)) :])
