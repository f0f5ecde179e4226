"""You drop numbers by chance while training; this block has no dropout."""

from torch.nn import functional as F


class Block(Block):
    def forward(self, x):
        return F.dropout(super().forward(x), 0.1, self.training)
