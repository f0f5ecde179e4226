"""Re-codes tests/wrong/22_batches/parts_swapped.py."""


def split(data, frac=0.9):
    cut = int(len(data) * frac)
    train, rest = data[:cut], data[cut:]
    return rest, train
