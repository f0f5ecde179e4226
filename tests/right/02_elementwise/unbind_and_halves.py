"""The tensors are cut into 0-D pieces, and the answers are joined from halves."""

import torch


def _join(pieces, like):
    if not pieces:
        return like.new_zeros((0,))
    if len(pieces) == 1:
        return pieces[0].unsqueeze(0)
    middle = len(pieces) // 2
    return torch.cat((_join(pieces[:middle], like), _join(pieces[middle:], like)), dim=0)


def add(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[0] != b.shape[0]:
        raise ValueError
    left, right = a.unbind(), b.unbind()
    return _join([left[i] + right[i] for i in range(len(left))], a)


def mul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    if a.shape[0] != b.shape[0]:
        raise ValueError
    left, right = torch.unbind(a), torch.unbind(b)
    return _join([left[i] * right[i] for i in range(len(left))], a)
