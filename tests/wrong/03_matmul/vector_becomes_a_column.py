"""Your matvec returns a column of shape (m, 1): a vector has one axis, so it is (m,)."""


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_zeros(A.shape[0], 1)
    for i in range(A.shape[0]):
        out[i, 0] = (A[i] * v).sum()
    return out
