"""* stretches a size of 1 to whatever it meets: compare the inner sizes before you multiply."""


def dot(a, b):
    if a.shape != b.shape and 1 not in (a.shape[0], b.shape[0]):
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    return (a * b).sum()


def matvec(A, v):
    if A.shape[1] != v.shape[0] and 1 not in (A.shape[1], v.shape[0]):
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    return (A * v).sum(1)


def matmul(A, B):
    if A.shape[1] != B.shape[0] and 1 not in (A.shape[1], B.shape[0]):
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A[:, :, None] * B[None]).sum(1)
