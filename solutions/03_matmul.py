"""Matrix multiply by hand

Each function is the one before it in a loop, so there is a single place where products are
added up. new_zeros takes dtype and device from its tensor, and zeros (not empty) is already the
right answer where there is nothing to add. Every function checks for itself: with m = 0 no loop
would ever reach the check of the one below.
"""

import torch


def _check(name: str, fits: bool, left: torch.Tensor, right: torch.Tensor) -> None:
    if not fits:
        raise ValueError(f"{name}: {tuple(left.shape)} and {tuple(right.shape)} do not fit")


def dot(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The sum of a[p] * b[p]: "k", "k" -> "". ValueError, naming both shapes, if they differ."""
    # Without the check a length of 1 would be stretched by broadcasting, in silence.
    _check("dot", a.shape == b.shape, a, b)
    return (a * b).sum()


def matvec(A: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Every row of A with v: "m k", "k" -> "m". ValueError, naming both shapes, on a mismatch."""
    _check("matvec", A.shape[1] == v.shape[0], A, v)
    out = A.new_zeros(A.shape[0])
    for i in range(A.shape[0]):
        out[i] = dot(A[i], v)
    return out


def matmul(A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
    """Rows of A with columns of B: "m k", "k n" -> "m n". ValueError, naming both shapes."""
    _check("matmul", A.shape[1] == B.shape[0], A, B)
    C = A.new_zeros(A.shape[0], B.shape[1])
    for j in range(B.shape[1]):
        C[:, j] = matvec(A, B[:, j])  # column j of C is A times column j of B
    return C
