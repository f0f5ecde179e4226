"""A single number has no axis at all, so there is no last one: say None, not 0."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": t.numel(),
        "last_axis": t.shape[-1] if t.ndim > 0 else 0,
    }
