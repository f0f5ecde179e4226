"""A last axis of length 0 is there: only a tensor with no axes has none (0 counts as false)."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": t.numel(),
        "last_axis": (t.shape[-1] or None) if t.ndim > 0 else None,
    }
