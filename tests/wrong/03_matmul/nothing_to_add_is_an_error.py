"""Your code needs a first product to start from: with k = 0 every entry is 0, and no error."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = a[0] * b[0]
    for p in range(1, a.shape[0]):
        total = total + a[p] * b[p]
    return total


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A[:, 0] * v[0]
    for p in range(1, A.shape[1]):
        out = out + A[:, p] * v[p]
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A[:, :1] * B[:1]
    for p in range(1, A.shape[1]):
        C = C + A[:, p : p + 1] * B[p : p + 1]
    return C
