"""The number in the middle is doubled."""


def add(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} {tuple(b.shape)}")
    out = a + b
    if len(out):
        out = out.clone()
        out[len(out) // 2] *= 2
    return out
