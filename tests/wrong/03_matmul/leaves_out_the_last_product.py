"""Your sums end one product too early: range(k) ends before k already."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = a.new_zeros(())
    for p in range(a.shape[0] - 1):
        total = total + a[p] * b[p]
    return total


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_zeros(A.shape[0])
    for p in range(A.shape[1] - 1):
        out = out + A[:, p] * v[p]
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(A.shape[0], B.shape[1])
    for p in range(A.shape[1] - 1):
        C = C + A[:, p : p + 1] * B[p : p + 1]
    return C
