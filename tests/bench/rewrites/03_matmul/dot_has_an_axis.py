"""Re-codes tests/wrong/03_matmul/dot_has_an_axis.py."""


def dot(u, w):
    if u.shape != w.shape:
        raise ValueError(f"{tuple(u.shape)} against {tuple(w.shape)}")
    return (u * w).sum(0, keepdim=True)
