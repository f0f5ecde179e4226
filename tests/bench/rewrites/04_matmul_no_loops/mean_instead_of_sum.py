"""Re-codes tests/wrong/04_matmul_no_loops/mean_instead_of_sum.py."""


def matmul_fast(left, right):
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(f"{tuple(left.shape)} {tuple(right.shape)}")
    products = left[..., :, :, None] * right[..., None, :, :]
    return products.mean(dim=-2)
