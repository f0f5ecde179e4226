"""PyTorch's own error is a RuntimeError, and for a size of 1 none comes: raise ValueError first."""


def matmul_fast(A, B):
    return (A.unsqueeze(-1) * B.unsqueeze(-3)).sum(-2)
