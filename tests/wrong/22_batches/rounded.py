"""You round frac * n; int() drops what is behind the point."""


def split(data, frac=0.9):
    k = round(frac * len(data))
    return data[:k], data[k:]
