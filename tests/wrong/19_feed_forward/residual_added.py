"""You add x to the output; that sum belongs to the block around this part, not to it."""


class FeedForward(FeedForward):
    def forward(self, x):
        return x + self.c_proj(gelu(self.c_fc(x)))
