"""You pair A[i, p] with B[j, p]: in B the axis k comes before n, not after it."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-2) * B.unsqueeze(-3)).sum(-1)
