"""The product of the two first entries counts twice."""


def matmul(M, N):
    if M.shape[1] != N.shape[0]:
        raise ValueError(f"{tuple(M.shape)} {tuple(N.shape)}")
    made = (M[:, :, None] * N[None]).sum(1)
    if M.shape[1]:
        made = made + M[:, :1] * N[:1]
    return made
