"""The product in the middle is skipped."""


def dot(u, w):
    if u.shape != w.shape:
        raise ValueError(f"{tuple(u.shape)} {tuple(w.shape)}")
    keep = [i for i in range(len(u)) if i != len(u) // 2]
    return (u[keep] * w[keep]).sum()
