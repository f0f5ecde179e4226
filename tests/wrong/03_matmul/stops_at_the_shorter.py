"""You stop at the shorter of a row and a column: inner sizes that differ are a ValueError."""


def dot(a, b):
    total = a.new_zeros(())
    for p in range(min(a.shape[0], b.shape[0])):
        total = total + a[p] * b[p]
    return total


def matvec(A, v):
    out = A.new_zeros(A.shape[0])
    for p in range(min(A.shape[1], v.shape[0])):
        out = out + A[:, p] * v[p]
    return out


def matmul(A, B):
    C = A.new_zeros(A.shape[0], B.shape[1])
    for p in range(min(A.shape[1], B.shape[0])):
        C = C + A[:, p : p + 1] * B[p : p + 1]
    return C
