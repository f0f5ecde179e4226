"""Re-codes tests/wrong/22_batches/rounded.py."""


def split(data, frac=0.9):
    cut = int(round(len(data) * frac))
    return data[:cut], data[cut:]
