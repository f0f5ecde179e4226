"""Your block bends with ReLU; use the gelu that you wrote."""


class FeedForward(FeedForward):
    def forward(self, x):
        return self.c_proj(self.c_fc(x).clamp(min=0))
