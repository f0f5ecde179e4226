"""Your head shares its weight with tok; here each has its own."""


class GPT(GPT):
    def __init__(self, v, T, C, h, L):
        super().__init__(v, T, C, h, L)
        self.head.weight = self.tok.weight
