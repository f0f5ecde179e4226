"""assert raises AssertionError (and nothing at all under python -O): raise ValueError yourself."""


def dot(a, b):
    assert a.shape == b.shape, f"{tuple(a.shape)} and {tuple(b.shape)} do not fit"
    return (a * b).sum()


def matvec(A, v):
    assert A.shape[1] == v.shape[0], f"{tuple(A.shape)} and {tuple(v.shape)} do not fit"
    return (A * v).sum(1)


def matmul(A, B):
    assert A.shape[1] == B.shape[0], f"{tuple(A.shape)} and {tuple(B.shape)} do not fit"
    return (A[:, :, None] * B[None]).sum(1)
