"""You added the lengths of the axes: a table of 2 rows of 3 holds 2 times 3 numbers."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": sum(t.shape) if t.ndim > 0 else 1,
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
