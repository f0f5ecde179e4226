"""Re-codes tests/wrong/02_elementwise/mul_adds.py."""


def mul(left, right):
    return add(left, right)
