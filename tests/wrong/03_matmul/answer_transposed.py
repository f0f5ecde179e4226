"""Your table is turned over: row i of A with column j of B belongs at C[i, j], not at C[j, i]."""


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(B.shape[1], A.shape[0])
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[j, i] = (A[i] * B[:, j]).sum()
    return C
