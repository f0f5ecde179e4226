"""B has no axis of length 1 in front of k: with batch axes its batch then meets the m of A."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-1) * B).sum(-2)
