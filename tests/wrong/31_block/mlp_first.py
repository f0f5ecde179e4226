"""You go through mlp first; attention comes first."""


class Block(Block):
    def forward(self, x):
        x = x + self.mlp(self.ln2(x))
        return x + self.attn(self.ln1(x))
