"""You sum over axis -3, which is m: the products of one entry lie along k, axis -2."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).sum(-3)
