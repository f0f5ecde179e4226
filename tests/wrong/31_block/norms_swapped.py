"""You exchange the norms: ln1 goes before attn, ln2 before mlp."""


class Block(Block):
    def forward(self, x):
        x = x + self.attn(self.ln2(x))
        return x + self.mlp(self.ln1(x))
