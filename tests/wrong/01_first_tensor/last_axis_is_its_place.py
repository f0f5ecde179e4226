"""You gave the place of the last axis: the length along it is asked for."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": t.numel(),
        "last_axis": t.ndim - 1 if t.ndim > 0 else None,
    }
