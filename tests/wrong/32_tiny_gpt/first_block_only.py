"""You go through one block only; x goes through all L of them."""

import torch


class GPT(GPT):
    def forward(self, idx):
        places = torch.arange(idx.shape[1], device=idx.device)
        x = self.tok(idx) + self.pos(places)
        x = self.blocks[0](x)
        return self.head(self.ln_f(x))
