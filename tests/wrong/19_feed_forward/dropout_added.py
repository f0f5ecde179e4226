"""You drop numbers by chance while training; this part has no dropout."""

import torch


class FeedForward(FeedForward):
    def forward(self, x):
        out = self.c_proj(gelu(self.c_fc(x)))
        return torch.nn.functional.dropout(out, 0.1, self.training)
