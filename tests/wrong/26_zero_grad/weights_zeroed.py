"""Your zero_grad sets the weights to zero; it is their .grad that has to go."""

import torch


class MySGD(MySGD):
    def zero_grad(self):
        with torch.no_grad():
            for p in self.params:
                p.zero_()
