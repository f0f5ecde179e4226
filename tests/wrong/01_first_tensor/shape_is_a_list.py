"""You gave the shape as a list: a tuple is asked for, as t.shape itself is."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": list(t.shape),
        "numel": t.numel(),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
