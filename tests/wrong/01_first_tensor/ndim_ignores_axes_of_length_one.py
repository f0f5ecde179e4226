"""You left out the axes of length 1: they are axes too, and need an index like any other."""


def facts(t):
    return {
        "ndim": t.squeeze().ndim,
        "shape": tuple(t.shape),
        "numel": t.numel(),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
