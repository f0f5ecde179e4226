""".detach() and .data cut the answer off from the inputs: then no gradient flows back."""


def dot(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit")
    return (a.detach() * b.detach()).sum()


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(v.shape)} do not fit")
    return (A.data * v.data).sum(1)


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{tuple(A.shape)} and {tuple(B.shape)} do not fit")
    C = A.new_zeros(A.shape[0], B.shape[1])
    for j in range(B.shape[1]):
        C[:, j] = (A.data * B.data[:, j]).sum(1)
    return C
