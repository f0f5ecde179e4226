"""You widen by 4 whatever mult says; 4 is only what it is when nobody says otherwise."""

from torch import nn


class FeedForward(FeedForward):
    def __init__(self, d, mult=4):
        nn.Module.__init__(self)
        self.c_fc = nn.Linear(d, 4 * d)
        self.c_proj = nn.Linear(4 * d, d)
