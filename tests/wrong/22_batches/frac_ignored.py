"""You always split at 0.9, whatever frac says."""


def split(data, frac=0.9):
    k = int(0.9 * len(data))
    return data[:k], data[k:]
