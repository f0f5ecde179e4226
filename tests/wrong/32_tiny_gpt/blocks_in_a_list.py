"""You keep the blocks in a plain list: parameters() does not find them; use nn.ModuleList."""


class GPT(GPT):
    def __init__(self, v, T, C, h, L):
        super().__init__(v, T, C, h, L)
        blocks = list(self.blocks)
        del self.blocks
        self.blocks = blocks
