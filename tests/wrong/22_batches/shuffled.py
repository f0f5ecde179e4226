"""You shuffle before you split, so neighbours stand in both parts: cut the text once."""


def split(data, frac=0.9):
    data = data[data.argsort(descending=True)]
    k = int(frac * len(data))
    return data[:k], data[k:]
