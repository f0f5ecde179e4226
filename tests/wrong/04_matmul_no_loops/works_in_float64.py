"""float64 holds whole numbers up to 2 ** 53 exactly: compute in the dtype of the inputs."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.double().unsqueeze(-1) * B.double().unsqueeze(-3)).sum(-2).to(A.dtype)
