"""The largest product of each pair stands for their sum."""


def matmul(M, N):
    if M.shape[1] != N.shape[0]:
        raise ValueError(f"{tuple(M.shape)} {tuple(N.shape)}")
    if not M.shape[1]:
        return M.new_zeros(M.shape[0], N.shape[1])
    return (M[:, :, None] * N[None]).amax(1)
