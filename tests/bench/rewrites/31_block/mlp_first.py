"""Re-codes tests/wrong/31_block/mlp_first.py."""


class Block(Block):
    def forward(self, seq):
        after = seq + self.mlp(self.ln2(seq))
        return after + self.attn(self.ln1(after))
