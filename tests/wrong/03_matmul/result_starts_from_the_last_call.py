"""Your sums go on from the call before: every call has to start from fresh zeros."""

RESULTS = {}


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    key = (A.shape[0], B.shape[1], A.dtype, A.device)
    if key not in RESULTS:
        RESULTS[key] = A.new_zeros(A.shape[0], B.shape[1])
    C = RESULTS[key]
    for p in range(A.shape[1]):
        C = C + A[:, p : p + 1] * B[p : p + 1]
    RESULTS[key] = C.detach()
    return C
