""".detach() and .data cut the answer off from the inputs: then no gradient flows back."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.detach().unsqueeze(-1) * B.unsqueeze(-3)).sum(-2)
