"""Your message names the inner sizes only: it should hold every size of both shapes."""


def matmul_fast(A, B):
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(f"inner sizes {A.shape[-1]} and {B.shape[-2]} differ")
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).sum(-2)
