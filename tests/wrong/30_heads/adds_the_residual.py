"""You add x to the answer; that comes in the block, one exercise later."""


class CausalSelfAttention(CausalSelfAttention):
    def forward(self, x):
        return x + super().forward(x)
