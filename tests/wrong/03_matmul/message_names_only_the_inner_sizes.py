"""Your message names the inner sizes only: it should hold every size of both shapes."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError("the lengths differ")
    return (a * b).sum()


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{A.shape[1]} and {v.shape[0]} differ")
    return (A * v).sum(1)


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{A.shape[1]} and {B.shape[0]} differ")
    return (A[:, :, None] * B[None]).sum(1)
