"""You norm the sum (post-norm); norm what goes into attn and mlp, and leave the sum alone."""


class Block(Block):
    def forward(self, x):
        x = self.ln1(x + self.attn(x))
        return self.ln2(x + self.mlp(x))
