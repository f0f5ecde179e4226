"""You stop at eight axes: a tensor may have any number of them."""


def facts(t):
    shape = tuple(t.shape)[:8]
    return {
        "ndim": len(shape),
        "shape": shape,
        "numel": t.numel(),
        "last_axis": shape[-1] if shape else None,
    }
