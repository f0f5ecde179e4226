"""You go through len(A) rows and len(A) columns: only in a square matrix are they the same."""


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_zeros(len(A))
    for i in range(len(A)):
        for p in range(len(A)):
            out[i] += A[i, p] * v[p]
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(len(A), len(A))
    for i in range(len(A)):
        for j in range(len(A)):
            for p in range(len(A)):
                C[i, j] += A[i, p] * B[p, j]
    return C
