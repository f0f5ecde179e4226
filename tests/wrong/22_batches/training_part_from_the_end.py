"""You put aside the beginning of the text; what is put aside is its end."""


def split(data, frac=0.9):
    k = len(data) - int(frac * len(data))
    return data[k:], data[:k]
