"""Row i of the answer is a sum of the rows of B, weighted by row i of A."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError((tuple(a.shape), tuple(b.shape)))
    return (a * b).sum(0)


def matvec(A, v):
    if A.shape[-1:] != v.shape:
        raise ValueError((tuple(A.shape), tuple(v.shape)))
    return sum((A[:, p] * v[p] for p in range(len(v))), start=A.new_zeros(len(A)))


def matmul(A, B):
    if A.shape[-1:] != B.shape[:1]:
        raise ValueError((tuple(A.shape), tuple(B.shape)))
    C = A.new_zeros(len(A), B.shape[1])
    for i in range(len(A)):
        for p in range(len(B)):
            C[i] = C[i] + A[i, p] * B[p]
    return C
