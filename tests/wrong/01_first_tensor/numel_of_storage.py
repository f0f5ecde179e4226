"""You counted what lies in memory: a view or an expanded tensor shows more or fewer numbers."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": t.untyped_storage().nbytes() // t.element_size(),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
