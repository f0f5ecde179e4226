"""Your positions are all zero and no parameter: nothing can be learned about places."""


class GPT(GPT):
    def __init__(self, v, T, C, h, L):
        super().__init__(v, T, C, h, L)
        del self.pos
        self.pos = lambda places: 0 * self.tok(places)
