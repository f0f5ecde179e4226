"""Your places are counted from the left, which fits two axes only: count them from the right."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(2) * B.unsqueeze(0)).sum(1)
