"""Re-codes tests/wrong/03_matmul/second_matrix_transposed.py."""


def matmul(P, Q):
    if P.shape[-1] != Q.shape[0]:
        raise ValueError(f"shapes {tuple(P.shape)}, {tuple(Q.shape)}")
    answer = P.new_zeros(len(P), Q.shape[1])
    for t in range(P.shape[-1]):
        for r in range(len(P)):
            for c in range(Q.shape[1]):
                answer[r, c] = answer[r, c] + P[r, t] * Q[c][t]
    return answer
