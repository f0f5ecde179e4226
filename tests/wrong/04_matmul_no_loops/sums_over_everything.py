"""sum() without an axis adds up the whole table: say along which axis, and m and n stay."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).sum()
