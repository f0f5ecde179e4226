"""Your two new axes are swapped, so rows and columns change places: the answer is (m, n)."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-3) * B.mT.unsqueeze(-2)).sum(-1)
