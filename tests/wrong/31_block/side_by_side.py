"""Both halves read the x that came in; the feed-forward part reads the sum after attention."""


class Block(Block):
    def forward(self, x):
        return x + self.attn(self.ln1(x)) + self.mlp(self.ln2(x))
