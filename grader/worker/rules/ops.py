"""Which of torch's operations a banned word means, by their names in `aten`.

Names that a version of torch does not have are passed over. A word that is not here means the
operations of that very name, in place, linalg_, special_ and fft_ forms included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from grader.worker.rules.words import PRODUCT, Words, listed

# What sums of products come down to, and what can be made to give one.
PRODUCT_KERNELS = listed(
    """
    _trilinear _convolution convolution convolution_overrideable mkldnn_convolution
    slow_conv_transpose2d _cdist_forward _euclidean_dist _pdist_forward _sparse_mm
    _sparse_addmm _sparse_sparse_matmul _sparse_mm_reduce_impl sparse_sampled_addmm _spsolve
    linalg_multi_dot linalg_matrix_power linalg_vecdot linalg_matmul linalg_matrix_exp
    _addmm_activation _scaled_mm _int_mm _grouped_mm _scaled_grouped_mm mkldnn_linear
    mkldnn_rnn_layer _mkl_linear _native_multi_head_attention _transformer_encoder_layer_fwd
    _embedding_bag _embedding_bag_forward_only rnn_tanh rnn_relu lstm gru rnn_tanh_cell
    rnn_relu_cell lstm_cell gru_cell _thnn_fused_lstm_cell _thnn_fused_gru_cell
    _linalg_solve_ex linalg_solve_ex linalg_solve linalg_solve_triangular triangular_solve
    cholesky_solve cholesky_inverse linalg_lu_solve lu_solve linalg_ldl_solve linalg_inv_ex
    linalg_inv inverse linalg_pinv linalg_lstsq linalg_tensorsolve linalg_tensorinv
    linalg_householder_product ormqr orgqr _fft_r2c _fft_c2c _fft_c2r
"""
)
ATTENTION = listed(
    """
    scaled_dot_product_attention _scaled_dot_product_attention_math
    _scaled_dot_product_flash_attention _scaled_dot_product_flash_attention_for_cpu
    _scaled_dot_product_efficient_attention _scaled_dot_product_cudnn_attention
    _scaled_dot_product_fused_attention_overrideable
    _scaled_dot_product_attention_math_for_mps _native_multi_head_attention
    _transformer_encoder_layer_fwd
"""
)
SOFTMAX = listed(
    """
    softmax _softmax _safe_softmax _masked_softmax _sparse_softmax log_softmax _log_softmax
    _sparse_log_softmax special_softmax special_log_softmax
"""
)
KERNELS: dict[str, frozenset[str]] = {
    "softmax": SOFTMAX | ATTENTION,
    "log_softmax": frozenset(name for name in SOFTMAX if "log" in name),
    "logsumexp": listed("_logcumsumexp _logsumexp"),
    "layer_norm": listed(
        """
    _native_batch_norm_legit _native_batch_norm_legit_no_training _batch_norm_impl_index
    _batch_norm_with_update cudnn_batch_norm _fused_rms_norm
"""
    ),
    "cross_entropy": listed("nll_loss nll_loss_nd nll_loss_forward nll_loss2d nll_loss2d_forward"),
    "nll_loss": listed("nll_loss_nd nll_loss_forward nll_loss2d nll_loss2d_forward"),
    "scaled_dot_product_attention": ATTENTION,
    "MultiheadAttention": frozenset({"_native_multi_head_attention"}),
    "conv1d": frozenset({"convolution", "_convolution"}),
    "conv2d": frozenset({"convolution", "_convolution"}),
    "solve": listed("_linalg_solve_ex linalg_lu_solve linalg_ldl_solve"),
    "cdist": frozenset({"_cdist_forward", "_euclidean_dist"}),
    "bilinear": frozenset({"_trilinear"}),
    "torch.autograd": frozenset({"_make_dual"}),
    "torch.func": frozenset({"_make_dual"}),
}
# Arithmetic is banned on tensors that have axes, never on single numbers.
SUMS = listed(
    """
    add sub rsub subtract addcmul addcdiv lerp sum nansum cumsum mean nanmean logaddexp
    logaddexp2 diff index_add scatter_add scatter_reduce index_reduce trapezoid
    cumulative_trapezoid addr _foreach_add _foreach_sub _foreach_addcmul _foreach_lerp hypot
"""
)
PRODUCTS = listed(
    """
    mul multiply div divide true_divide pow square prod cumprod addcmul addcdiv addr outer
    ger ldexp float_power _foreach_mul _foreach_div _foreach_pow _foreach_addcmul
"""
)
POWERS = listed("pow square float_power _foreach_pow")
SIGNED = {
    "+": SUMS,
    "-": listed("sub rsub subtract _foreach_sub"),
    "*": PRODUCTS - POWERS,
    "/": listed("div divide true_divide reciprocal _foreach_div"),
    "**": POWERS,
}
WITH_AXES = {"add": SUMS, "mul": PRODUCTS, "sub": SIGNED["-"], "div": SIGNED["/"]}
# A condition reads one number too, but that is no `.item()`.
SHELTERS = {"item": frozenset({"is_nonzero"})}


def operations(words: Words) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Names of aten operations that are banned, banned with axes only, and that shelter others."""
    signed = {name for sign in words.signs for name in SIGNED[sign]}
    signed |= {name for word in words.names & set(WITH_AXES) for name in WITH_AXES[word]}
    kernels: set[str] = set()
    for word in words.names | words.modules:
        kernels |= KERNELS.get(word, frozenset())
    if words.product:
        kernels |= PRODUCT_KERNELS | ATTENTION
    plain = _forms(words.names - set(WITH_AXES)) | kernels
    axes = _forms(signed) | _forms(PRODUCT) | PRODUCT_KERNELS if signed else frozenset()
    sheltered = {name for word in words.names for name in SHELTERS.get(word, ())}
    return frozenset(plain), frozenset(axes), frozenset(sheltered)


def _forms(names: Collection[str]) -> frozenset[str]:
    found = set()
    for name in names:
        if not name.startswith("_"):
            found |= {name, f"{name}_", f"linalg_{name}", f"special_{name}", f"fft_{name}"}
    return frozenset(found)


def below(words: Words, known: Callable[[], Collection[str]]) -> frozenset[str]:
    """The operations that belong to a banned module by their name; `known` lists all there are."""
    prefixes = {"torch.linalg": "linalg_", "torch.special": "special_", "torch.fft": "fft_"}
    banned = tuple(prefix for module, prefix in prefixes.items() if module in words.modules)
    if not banned:
        return frozenset()
    # x.norm() comes down to this one.
    return frozenset(name for name in known() if name.startswith(banned)) - {"linalg_vector_norm"}
