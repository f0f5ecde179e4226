"""You stop at the smaller of two sizes: m, k and n are three numbers, each with its own loop."""


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    out = A.new_zeros(A.shape[0])
    for i in range(min(A.shape)):
        out[i] = (A[i] * v).sum()
    return out


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(A.shape[0], B.shape[1])
    for i in range(min(A.shape[0], B.shape[1])):
        for j in range(B.shape[1]):
            C[i, j] = (A[i] * B[:, j]).sum()
    return C
