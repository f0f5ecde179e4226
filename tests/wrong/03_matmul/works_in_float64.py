"""float64 holds whole numbers up to 2 ** 53 exactly: compute in the dtype of the inputs."""


def matvec(A, v):
    if A.shape[1] != v.shape[0]:
        raise ValueError(f"matvec: {tuple(A.shape)} and {tuple(v.shape)} do not fit")
    return (A.double() * v.double()).sum(1).to(A.dtype)
