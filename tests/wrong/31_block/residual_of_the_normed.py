"""You add to the normed x; add to x itself, so that zero weights leave it as it is."""


class Block(Block):
    def forward(self, x):
        x = self.ln1(x)
        x = x + self.attn(x)
        x = self.ln2(x)
        return x + self.mlp(x)
