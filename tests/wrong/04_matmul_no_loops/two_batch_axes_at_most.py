"""With three batch axes you sum over the wrong one: count places from the right."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    table = A.unsqueeze(-1) * B.unsqueeze(-3)
    return table.sum({3: 1, 4: 2}.get(table.ndim, 3))
