"""You look at the first hundred points only: all of them count."""


def fit(x, y):
    x, y = x.double(), y.double()

    def line(x, y):
        dx = x - x.mean()
        w = (dx * (y - y.mean())).sum() / (dx * dx).sum()
        return w, y.mean() - w * x.mean()

    w, b = line(x[:100], y[:100])
    return w.item(), b.item()
