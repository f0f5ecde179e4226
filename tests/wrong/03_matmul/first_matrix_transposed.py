"""You read the first matrix as if it were transposed: row i of A is A[i, p], not A[p, i]."""


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_zeros(A.shape[0])
    for i in range(A.shape[0]):
        for p in range(A.shape[1]):
            out[i] += A[p, i] * v[p]
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(A.shape[0], B.shape[1])
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for p in range(A.shape[1]):
                C[i, j] += A[p, i] * B[p, j]
    return C
