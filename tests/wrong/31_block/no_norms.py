"""You give x to attn and mlp as it is; each reads a normed copy."""


class Block(Block):
    def forward(self, x):
        x = x + self.attn(x)
        return x + self.mlp(x)
