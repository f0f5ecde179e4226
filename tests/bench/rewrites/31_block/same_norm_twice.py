"""Re-codes tests/wrong/31_block/same_norm_twice.py."""


class Block(Block):
    def forward(self, seq):
        norm = self.ln1
        seq = seq + self.attn(norm(seq))
        seq = seq + self.mlp(norm(seq))
        return seq
