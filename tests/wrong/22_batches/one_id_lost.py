"""Your parts leave one id out between them."""


def split(data, frac=0.9):
    k = int(frac * len(data))
    return data[:k], data[k + 1 :]
