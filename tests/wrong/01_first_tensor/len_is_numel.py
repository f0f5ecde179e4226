"""len(t) is the length of the first axis only: numel counts the numbers along all axes."""


def facts(t):
    return {
        "ndim": t.ndim,
        "shape": tuple(t.shape),
        "numel": len(t),
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }
