"""You use ln1 in both places; the second half has a norm of its own, ln2."""


class Block(Block):
    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln1(x))
