"""Re-codes tests/wrong/02_elementwise/first_number_left_out.py."""

import torch


def _combined(left, right, how):
    if len(left) != len(right):
        raise ValueError(f"{len(left)} numbers against {len(right)}")
    result = left.new_zeros(len(left))
    place = 1
    while place < len(left):
        result[place] = how(left[place], right[place])
        place += 1
    return result


def add(first, second):
    return _combined(first, second, lambda p, q: p + q)


def mul(first, second):
    return _combined(first, second, lambda p, q: p * q)
