"""You raise ValueError for an unknown character; a key that is missing is a KeyError."""

import torch


class CharTokenizer(CharTokenizer):
    def encode(self, s):
        return torch.tensor([self.chars.index(c) for c in s], dtype=torch.int64)
