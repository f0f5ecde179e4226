"""The words in which an author bans something, read once for the tree and for the run.

A ban is a name ("matmul"), an operator ("@"), a path ("torch.nn.functional.linear"), a module
("torch.optim"), "numpy" or "loops"; "entry:ban" holds inside one entry and what it calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


def listed(names: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(names.split())


SHORT = {
    "F": "torch.nn.functional",
    "nn": "torch.nn",
    "np": "numpy",
    "autograd": "torch.autograd",
    "func": "torch.func",
    "linalg": "torch.linalg",
    "optim": "torch.optim",
    "special": "torch.special",
}
MODULES = listed(
    """
    torch torch.autograd torch.autograd.functional torch.autograd.forward_ad torch.fft
    torch.func torch.linalg torch.nn torch.nn.functional torch.nn.init torch.nn.modules
    torch.optim torch.optim.lr_scheduler torch.sparse torch.special torch.distributions
    torch.utils numpy numpy.linalg scipy
"""
)
SIGNS = frozenset({"+", "-", "*", "/", "**"})

# Every way of writing a sum of products that torch offers; a ban on "@" or "matmul" means them all.
PRODUCT = listed(
    """
    matmul mm bmm mv dot vdot inner einsum tensordot addmm addmv addbmm baddbmm addmm_
    addmv_ addbmm_ baddbmm_ linear bilinear Linear Bilinear LazyLinear cdist pdist kron
    multi_dot chain_matmul matrix_power matrix_exp vecdot sspaddmm hspmm smm spmm
    sampled_addmm imatmul scaled_dot_product_attention multi_head_attention_forward
    MultiheadAttention Transformer TransformerEncoderLayer TransformerDecoderLayer RNN LSTM
    GRU RNNCell LSTMCell GRUCell embedding_bag EmbeddingBag cov corrcoef cosine_similarity
    CosineSimilarity sumprod conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d
    conv_transpose3d Conv1d Conv2d Conv3d LazyConv1d ConvTranspose1d ConvTranspose2d
    ConvTranspose3d convolution __matmul__ __rmatmul__ __imatmul__ matrix_multiply
"""
)
CONV = frozenset(name for name in PRODUCT if "onv" in name)
FAMILIES: dict[str, frozenset[str]] = {
    "matmul": PRODUCT,
    "@": PRODUCT,
    "softmax": listed("softmax Softmax Softmax2d Softmin softmin gumbel_softmax"),
    "log_softmax": listed("log_softmax LogSoftmax"),
    "logsumexp": listed("logsumexp logcumsumexp"),
    "gelu": listed("gelu gelu_ GELU"),
    "mse_loss": listed(
        """
    mse_loss MSELoss huber_loss HuberLoss smooth_l1_loss SmoothL1Loss gaussian_nll_loss
    GaussianNLLLoss
"""
    ),
    "cross_entropy": listed("cross_entropy CrossEntropyLoss cross_entropy_loss"),
    "nll_loss": listed("nll_loss NLLLoss NLLLoss2d"),
    "layer_norm": listed(
        """
    layer_norm LayerNorm native_layer_norm group_norm GroupNorm native_group_norm batch_norm
    BatchNorm1d BatchNorm2d native_batch_norm instance_norm InstanceNorm1d InstanceNorm2d
    rms_norm RMSNorm
"""
    ),
    "solve": listed(
        """
    solve solve_ex solve_triangular triangular_solve cholesky_solve lu_solve tensorsolve
"""
    ),
    "pinv": listed("pinv pinverse"),
    "stack": listed("stack hstack vstack dstack column_stack row_stack"),
    "scaled_dot_product_attention": frozenset({"scaled_dot_product_attention", "flex_attention"}),
    "MultiheadAttention": listed("MultiheadAttention multi_head_attention_forward"),
    "conv": CONV,
    "numpy": listed("numpy __array__ from_numpy data_ptr untyped_storage from_dlpack"),
    "expand": listed("expand expand_as"),
    "broadcast_tensors": listed("broadcast_tensors broadcast_to"),
}


class Words(NamedTuple):
    """One set of bans: names, module prefixes, arithmetic signs, and the switches."""

    names: frozenset[str]
    modules: frozenset[str]
    signs: frozenset[str]
    product: bool
    loops: bool

    @property
    def any(self) -> bool:
        """Whether something is banned at all."""
        return bool(self.names or self.modules or self.signs or self.product or self.loops)


def split(bans: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Bans by the entry they hold for; "" holds for the whole file."""
    scopes: dict[str, list[str]] = {}
    for ban in bans:
        entry, colon, word = ban.partition(":")
        scopes.setdefault(entry.strip() if colon else "", []).append(word if colon else ban)
    return {entry: tuple(words) for entry, words in scopes.items()}


def full(ban: str) -> str:
    """One ban in its long form: "F.linear" gives "torch.nn.functional.linear"."""
    word = ban.strip()
    for tail in (".*", "()", "*"):
        if len(word) > len(tail) and word not in SIGNS:
            word = word.removesuffix(tail)
    head, dot, rest = word.partition(".")
    if head in SHORT and (dot or f"{SHORT[head]}" in MODULES):
        word = SHORT[head] + dot + rest
    return word


def read(bans: Sequence[str]) -> Words:
    """Bans without a scope as one set of words; the families of torch's synonyms are filled in."""
    names: set[str] = set()
    modules: set[str] = set()
    signs: set[str] = set()
    words = [full(ban) for ban in bans]
    for word in words:
        if word in MODULES:
            modules.add(word)
            names |= FAMILIES["numpy"] if word == "numpy" else set()
        elif word in SIGNS:
            signs.add(word)
        elif word not in ("@", "loops"):
            leaf = word.rpartition(".")[2]
            names |= FAMILIES.get(leaf, frozenset({leaf}))
    product = "@" in words or "matmul" in names
    if product:
        names |= PRODUCT
    return Words(frozenset(names), frozenset(modules), frozenset(signs), product, "loops" in words)
