"""What PyTorch's most common complaints mean here, in a sentence of our own.

PyTorch's own words are shown first, this is the line below them; unknown words get no line.
"""

from __future__ import annotations

import re

# A pattern that the message holds, and the sentence; braces take the pattern's groups.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        "a matrix product needs the first one's columns ({1}) to be the second one's rows ({2}): "
        "is one of the two transposed?",
    ),
    (
        r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\).*dimension (\d+)",
        "counted from the right, lengths must be equal or 1: {0} and {1} on axis {2} are neither; "
        "print both shapes in front of this line",
    ),
    (
        r"[Ee]xpected size for first two dimensions of batch2|inconsistent tensor size",
        "the two lengths that are summed over differ: print both shapes in front of this line",
    ),
    (
        r"same dtype|expected scalar type (\w+) but found|must have the same dtype",
        "the two tensors have different dtypes: make new ones like the inputs, "
        "x.new_zeros(...) or dtype=x.dtype",
    ),
    (
        r"same device|on the expected device|two devices",
        "one tensor is on another device than the rest: make new ones where the inputs are, "
        "x.new_zeros(...) or device=x.device",
    ),
    (
        r"Torch not compiled with CUDA|No CUDA GPUs|NVIDIA driver",
        "there is no such device here: take the device of the inputs, x.device, by no fixed name",
    ),
    (
        r"backward through the graph a second time",
        "backward frees the graph as it goes: calculate the loss anew before each backward",
    ),
    (
        r"a view of a leaf Variable that requires grad is being used in an in-place",
        "this writes into a part of a tensor that is trained: work on a copy (clone), or change it "
        "under torch.no_grad()",
    ),
    (
        r"leaf Variable that requires grad is being used in an in-place",
        "a tensor that is trained is changed in place: do it under torch.no_grad(), or write "
        "w = w + ... for a new one",
    ),
    (
        r"modified by an inplace operation",
        "something that backward still needs was overwritten: replace +=, *= or x[i] = ... on the "
        "way by a new tensor",
    ),
    (
        r"does not require grad and does not have a grad_fn",
        "nothing that led to this value is tracked: was requires_grad missing, or the graph cut by "
        ".item(), .detach(), .data or no_grad?",
    ),
    (
        r"appears to not have been used in the graph",
        "the value was not calculated from this tensor: was it copied or detached on the way?",
    ),
    (
        r"grad can be implicitly created only for scalar outputs",
        "backward starts from one number: reduce to it first, with .sum() or .mean()",
    ),
    (
        r"only Tensors of floating point( and complex)? dtype can require gradients",
        "whole numbers have no slope: make the tensor floating, torch.tensor(3.0) and not "
        "torch.tensor(3)",
    ),
    (
        r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)",
        "axis {1} has {2} entries, so its last index is one less than {2}: which loop reaches {0}?",
    ),
    (
        r"index out of range in self|Target (-?\d+) is out of bounds",
        "a number that is used as an index is as large as the table or larger: indices end at "
        "length - 1",
    ),
    (
        r"too many indices for tensor of dimension (\d+)",
        "more axes were indexed than the tensor has, and it has {0}: print its shape",
    ),
    (
        r"Dimension out of range \(expected.*\[(-?\d+), (-?\d+)\], but got (-?\d+)",
        "there is no axis {2}: this tensor's axes are {0} to {1}; print its shape",
    ),
    (
        r"view size is not compatible",
        "view needs numbers that lie one behind the other in memory, which they no longer do after "
        "a transpose: reshape copies where it must",
    ),
    (
        r"shape '(\[.*?\])' is invalid for input of size (\d+)",
        "{1} numbers do not fill the shape {0}: multiply its lengths",
    ),
    (
        r"Sizes of tensors must match except in|stack expects each tensor to be equal size",
        "all pieces need the same shape (cat: but for the axis they are joined along); print them",
    ),
    (
        r"non-empty (TensorList|list of Tensors)",
        "the list is empty: what is the answer when there is nothing to join?",
    ),
    (
        r"more than one element of the written-to tensor refers to a single memory",
        "expand repeats one number without copying it, so it cannot be written to: clone() first",
    ),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "NumPy knows no gradients: stay with torch operations",
    ),
    (
        r"Boolean value of Tensor with more than one value is ambiguous",
        "`if` needs one truth value and got many: use torch.where, or .all() or .any()",
    ),
    (
        r"a Tensor with (\d+) elements cannot be converted to Scalar|only one element tensors",
        ".item() takes one number out of a tensor with exactly one",
    ),
    (
        r"could not infer output dtype|Input dtype must be either a floating point",
        "whole numbers have no mean: turn them into floating numbers first, x.float()",
    ),
    (
        r"can't be cast to the desired output type|result type (\w+) can't be cast",
        "an in-place operation keeps its tensor's dtype: the answer does not fit into it",
    ),
    (
        r"shape of the mask (\[.*?\]) at index \d+ does not match the shape of the indexed tensor "
        r"(\[.*?\])",
        "a mask picks entries of a tensor of its own shape: {0} is not {1}",
    ),
    (
        r"tensors used as indices must be long|expected target dtype|following scalar types: Long",
        "indices are whole numbers: dtype=torch.int64, or x.long()",
    ),
)  # fmt: skip


def meaning(message: str) -> str:
    """What an exception's message means here; empty where the table does not know it."""
    text = message[:2000]
    for pattern, sentence in MEANINGS:
        found = re.search(pattern, text, re.DOTALL)
        if found:
            return sentence.format(*found.groups(""))
    return ""
