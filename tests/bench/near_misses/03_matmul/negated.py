"""The sign is turned.

May say: sign turned
"""


def matmul(M, N):
    if M.shape[1] != N.shape[0]:
        raise ValueError(f"{tuple(M.shape)} {tuple(N.shape)}")
    return -(M[:, :, None] * N[None]).sum(1)
