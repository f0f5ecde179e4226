"""You give logits for the last place only; every place predicts its next token."""

import torch


class GPT(GPT):
    def forward(self, idx):
        places = torch.arange(idx.shape[1], device=idx.device)
        x = self.tok(idx) + self.pos(places)
        for block in self.blocks:
            x = block(x)
        return self.head(self.ln_f(x[:, -1:]))
