"""You took the mean of the products, which is the sum divided by k: add them up, no more."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).mean(-2)
