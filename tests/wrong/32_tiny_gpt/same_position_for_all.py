"""You give every token the position t - 1; they are 0, 1, ..., t - 1."""

import torch


class GPT(GPT):
    def forward(self, idx):
        places = torch.full_like(idx[0], idx.shape[1] - 1)
        x = self.tok(idx) + self.pos(places)
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x))
