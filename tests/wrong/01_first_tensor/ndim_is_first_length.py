"""You gave the length of the first axis as ndim: count the axes, not what lies along one."""


def facts(t):
    return {
        "ndim": t.shape[0] if len(t.shape) > 0 else 0,
        "shape": tuple(t.shape),
        "numel": t.numel(),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
