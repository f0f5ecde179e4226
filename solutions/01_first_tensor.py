"""Your first tensor

Nearly everything that facts is asked for is an attribute of the tensor. shape[-1] means "the
last one" for any number of axes; only a tensor without axes has no last one. stack_rows looks
at the lengths itself, because torch.tensor does not always: torch.tensor([[], [1.0]]) has
shape (2, 0), and the 1.0 is gone without a word.
"""

import torch


def facts(t: torch.Tensor) -> dict:
    """The number of axes, the shape, the number of elements and the length of the last axis."""
    return {
        "ndim": t.ndim,  # the same as len(t.shape)
        "shape": tuple(t.shape),
        "numel": t.numel(),  # the product of the shape; an empty product is 1, so 0-D holds 1
        "last_axis": t.shape[-1] if t.ndim > 0 else None,
    }


def stack_rows(rows: list[list[float]]) -> torch.Tensor:
    """The rows, one below the other, as a float32 tensor of shape "r c" on the CPU."""
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise ValueError(f"rows of different lengths: {sorted(lengths)}")
    columns = lengths.pop() if lengths else 0
    # Without dtype= the kind would depend on how the numbers were typed: 1 or 1.0.
    # The reshape changes something only for no rows, where torch.tensor([]) has one axis.
    return torch.tensor(rows, dtype=torch.float32).reshape(len(rows), columns)
