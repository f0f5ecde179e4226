"""Re-codes tests/wrong/03_matmul/factors_swapped.py."""


def matmul(left, right):
    if left.shape[1] != right.shape[0]:
        raise ValueError(f"{tuple(left.shape)} and {tuple(right.shape)}")
    left, right = right, left
    made = left.new_zeros(left.shape[0], right.shape[1])
    for t in range(left.shape[1]):
        made = made + left[:, t].unsqueeze(1) * right[t].unsqueeze(0)
    return made
