"""You return the end of the text first; the first part comes first."""


def split(data, frac=0.9):
    k = int(frac * len(data))
    return data[k:], data[:k]
