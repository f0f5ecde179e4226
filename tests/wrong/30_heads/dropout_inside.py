"""You drop numbers by chance while training; this layer has no dropout."""

from torch.nn import functional as F


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        return F.dropout(super().forward(x), 0.1, self.training)
