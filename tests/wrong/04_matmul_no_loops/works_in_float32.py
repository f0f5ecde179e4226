"""You compute in float32 whatever comes in: float64 and big whole numbers lose digits."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.float().unsqueeze(-1) * B.float().unsqueeze(-3)).sum(-2).to(A.dtype)
