"""You multiplied B with A: the order matters, rows come from the first, columns from the second."""


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(B.shape[0], A.shape[1])
    for i in range(B.shape[0]):
        for j in range(A.shape[1]):
            for p in range(B.shape[1]):
                C[i, j] += B[i, p] * A[p, j]
    return C
