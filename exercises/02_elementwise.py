"""Element by element

a + b on two tensors of one shape adds number by number: out[i] = a[i] + b[i]. a * b multiplies
in the same way. Here you write that loop yourself, because its three steps come back in every
function that you will write on tensors:

    1. allocate an output that is like the input,
    2. go through the positions,
    3. fill in one number at a time.

The first step is where things go wrong. An output must know more than its length: its dtype
and its device have to be the input's too. torch.zeros(n) knows only n, so it is float32 on the
CPU whatever a was. torch.empty_like(a) takes all three from a. (empty: the memory is whatever
was there before, so every position must be filled.)

a[i] is a tensor as well, one without axes (0-D). It still knows which tensor it came from, and
that is what gradients are computed from, in part 2. a[i].item() is a bare Python number that
has forgotten all that: fine to print, not to compute with.

    You may read elsewhere that a tensor runs on your GPU: run torch.tensor([1.0]).device, it
    says cpu. Here is why: a tensor is made on the CPU unless you say device="cuda" or move it
    with .to("cuda"), and a CPU tensor and a GPU tensor do not mix, PyTorch raises an error.
    A function that makes its output where its input is works in both places.

Write add(a, b) and mul(a, b). a and b are 1-D, of the same length, dtype and device.
  - the answer is a new tensor of that length, dtype (float32, float64, int64) and device;
    a and b stay as they were
  - lengths that differ raise ValueError, also when one of them is 1
  - length 0 is fine, and so is add(a, a), the same tensor twice
  - gradients flow through the answer to a and b

By hand: + and * only between 0-D tensors, as in a[i] + b[i]. With a tensor that has an axis you
may only index it, go through it, allocate one like it and torch.cat it. Not allowed: a + b,
torch.add(a, b) or a.mul(b) on whole tensors; torch.stack, tolist and NumPy on anything.

>>> import torch
>>> add(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 20.0, 30.0]))
tensor([11., 22., 33.])
>>> mul(torch.tensor([2, 3, 0, 1, 4]), torch.tensor([5, -1, 7, 8, 2]))
tensor([10, -3,  0,  8,  8])
"""

import torch


def add(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The sums a[i] + b[i]: "n", "n" -> "n". ValueError if the lengths differ."""
    raise NotImplementedError


def mul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The products a[i] * b[i]: "n", "n" -> "n". ValueError if the lengths differ."""
    raise NotImplementedError
