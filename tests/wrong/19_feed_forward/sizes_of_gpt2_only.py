"""You wrote 768 and 3072 into the layers; they are d and mult * d, whatever those are."""

from torch import nn


class FeedForward(FeedForward):
    def __init__(self, d, mult=4):
        nn.Module.__init__(self)
        self.c_fc = nn.Linear(768, 3072)
        self.c_proj = nn.Linear(3072, 768)
