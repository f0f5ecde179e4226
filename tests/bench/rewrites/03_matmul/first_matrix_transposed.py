"""Re-codes tests/wrong/03_matmul/first_matrix_transposed.py."""


def matvec(M, x):
    m, n = M.shape
    if n != len(x):
        raise ValueError(f"({m}, {n}) does not go with ({len(x)},)")
    y = M.new_zeros(m)
    row = 0
    while row < m:
        total = 0
        for t in range(n):
            total = total + M[t][row] * x[t]
        y[row] = total
        row += 1
    return y


def matmul(M, N):
    m, k = M.shape
    if k != N.shape[0]:
        raise ValueError(f"({m}, {k}) does not go with {tuple(N.shape)}")
    out = M.new_zeros(m, N.shape[1])
    for col in range(N.shape[1]):
        out[:, col] = matvec(M, N[:, col])
    return out
