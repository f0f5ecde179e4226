"""The answer grows by one column times one row for each p."""


def dot(a, b):
    return matmul(a[None, :], b[:, None], "dot", a, b)[0, 0]


def matvec(A, v):
    return matmul(A, v[:, None], "matvec", A, v)[:, 0]


def matmul(A, B, name="matmul", left=None, right=None):
    left, right = A if left is None else left, B if right is None else right
    (m, k), (rows, n) = A.shape, B.shape
    if k != rows:
        raise ValueError(f"{name}: {left.shape} with {right.shape}")
    C = A.new_zeros((m, n))
    for p in range(k):
        C += A[:, p].unsqueeze(1) * B[p]
    return C
