"""You compute in float32 whatever comes in: float64 and big whole numbers lose digits."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    return (a.float() * b.float()).sum().to(a.dtype)


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    return (A.float() * v.float()).sum(1).to(A.dtype)


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    return (A.float()[:, :, None] * B.float()[None]).sum(1).to(A.dtype)
