"""You leave out points that lie far off the line: in least squares every point counts."""


def fit(x, y):
    x, y = x.double(), y.double()

    def line(x, y):
        dx = x - x.mean()
        w = (dx * (y - y.mean())).sum() / (dx * dx).sum()
        return w, y.mean() - w * x.mean()

    w, b = line(x, y)
    off = (w * x + b - y).abs()
    near = off <= 3 * off.square().mean().sqrt() + 1e-9
    w, b = line(x[near], y[near])
    return w.item(), b.item()
