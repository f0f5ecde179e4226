"""* on A and B as they are pairs up equal places: give each an axis of length 1 first."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return A * B
