"""You shuffle before you split; then neighbouring pieces stand in both parts. Cut the text once."""


def split(data, frac=0.9):
    data = data[data.argsort(descending=True)]
    k = int(frac * len(data))
    return data[:k], data[k:]
