"""Shape detective

Reversing both shapes turns "aligned at the right" into "aligned at the start", which zip_longest
does for us, and its fillvalue is the rule that missing axes count as 1. The length to keep is the
one that is not 1; taking the larger of the two would be wrong for 1 and 0.
checked_sub needs one comparison, and it saves an afternoon.
"""

from itertools import zip_longest

import torch


def broadcast_shape(s: tuple, t: tuple) -> tuple:
    """The shape that s and t broadcast to, without torch. ValueError if they do not."""
    backwards = []
    for a, b in zip_longest(reversed(s), reversed(t), fillvalue=1):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"{s} and {t} do not broadcast: {a} meets {b}")
        backwards.append(b if a == 1 else a)
    return tuple(reversed(backwards))


def checked_sub(pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """pred - y: "n 1", "n 1" -> "n 1", or any equal shapes. ValueError if they differ."""
    if pred.shape != y.shape:
        raise ValueError(f"shapes differ: {tuple(pred.shape)} and {tuple(y.shape)}")
    return pred - y
