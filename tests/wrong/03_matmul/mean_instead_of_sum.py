"""You took the mean of the products, which is the sum divided by k: add them up, no more."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    return (a * b).mean()


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    return (A * v).mean(1)


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A[:, :, None] * B[None]).mean(1)
