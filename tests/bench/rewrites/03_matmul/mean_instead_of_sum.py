"""Re-codes tests/wrong/03_matmul/mean_instead_of_sum.py."""


def dot(u, w):
    if u.shape != w.shape:
        raise ValueError(f"{tuple(u.shape)} against {tuple(w.shape)}")
    return sum(p * q for p, q in zip(u, w)) / len(u) if len(u) else u.new_zeros(()) / 0


def matvec(M, w):
    if M.shape[1] != w.shape[0]:
        raise ValueError(f"{tuple(M.shape)} against {tuple(w.shape)}")
    return (M * w).sum(dim=-1) / w.shape[0]


def matmul(M, N):
    if M.shape[1] != N.shape[0]:
        raise ValueError(f"{tuple(M.shape)} against {tuple(N.shape)}")
    cells = M.unsqueeze(-1) * N.unsqueeze(0)
    return cells.sum(1) / N.shape[0]
