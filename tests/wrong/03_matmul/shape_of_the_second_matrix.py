"""You gave the answer the shape of B: it has as many rows as A, and as many columns as B."""


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(B.shape)
    for i in range(min(A.shape[0], B.shape[0])):
        for j in range(B.shape[1]):
            C[i, j] = (A[i] * B[:, j]).sum()
    return C
