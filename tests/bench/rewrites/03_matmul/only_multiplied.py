"""Re-codes tests/wrong/03_matmul/only_multiplied.py."""


def dot(u, w):
    if u.shape != w.shape:
        raise ValueError(f"{tuple(u.shape)} against {tuple(w.shape)}")
    return u.mul(w)
