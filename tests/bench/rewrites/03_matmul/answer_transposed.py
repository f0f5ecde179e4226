"""Re-codes tests/wrong/03_matmul/answer_transposed.py."""


def matmul(left, right):
    rows, inner = left.shape
    inner2, columns = right.shape
    if inner != inner2:
        raise ValueError(f"({rows}, {inner}) does not go with ({inner2}, {columns})")
    result = left.new_zeros(columns, rows)
    for c in range(columns):
        for r in range(rows):
            result[c, r] = dot(left[r, :], right[:, c])
    return result
