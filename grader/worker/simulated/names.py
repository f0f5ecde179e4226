"""Names of torch: what makes tensors and where, what takes tensors of two devices, what is lacking.

Names that a version of torch does not have are passed over.
"""

from __future__ import annotations


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


# On the CPU unless a device is given.
FACTORIES = _listed(
    """
    zeros ones empty full arange range linspace logspace eye rand randn randint randperm tensor
    as_tensor asarray from_numpy frombuffer empty_strided scalar_tensor tril_indices triu_indices
    hann_window hamming_window bartlett_window blackman_window kaiser_window normal empty_permuted
"""
)
# Where the tensor is that they are given, unless a device is given.
LIKE = _listed("zeros_like ones_like empty_like full_like rand_like randn_like randint_like")
NEW = _listed("new_zeros new_ones new_empty new_full new_tensor new_empty_strided new")

# Operations that take tensors of several devices, or that look at none of the numbers.
FREE = _listed(
    """
    copy_ _to_copy _copy_from _foreach_copy_ set_ is_same_size lift_fresh resize_ tensor_split
    _pack_padded_sequence _pad_packed_sequence _pack_padded_sequence_backward
    _ctc_loss ctc_loss _ctc_loss_backward
"""
)
INDEXING = _listed("index index_put index_put_ _index_put_impl_ _unsafe_index _unsafe_index_put")
# Operations that take a 0-dim tensor, but not one of the other device.
STRICT = _listed(
    """
    cat stack hstack vstack gather scatter scatter_ scatter_add scatter_add_ scatter_reduce
    scatter_reduce_ index_select index_add index_add_ index_copy index_copy_ index_reduce
    index_reduce_ take put put_ embedding nll_loss_forward nll_loss2d_forward masked_select
    searchsorted bucketize repeat_interleave bincount
"""
)
# What exists on a machine with an accelerator only, and is not imitated.
ABSENT_CUDA = _listed(
    """
    Stream ExternalStream Event CUDAGraph graph make_graphed_callables stream set_stream
    current_stream default_stream FloatTensor HalfTensor DoubleTensor LongTensor IntTensor
    BoolTensor ByteTensor BFloat16Tensor ShortTensor CharTensor mem_get_info memory_snapshot
"""
)
