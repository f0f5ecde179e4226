"""Re-codes tests/wrong/30_heads/adds_the_residual.py."""


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, seq):
        mixed = super().forward(seq)
        mixed = mixed + seq
        return mixed
