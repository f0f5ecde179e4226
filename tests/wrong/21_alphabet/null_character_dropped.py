"""You drop the character with the code point 0: every character is kept, this one too."""

import torch


class CharTokenizer:
    def __init__(self, text):
        self.chars = sorted(set(text.replace("\0", "")))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)

    def encode(self, s):
        return torch.tensor([self.ids[c] for c in s.replace("\0", "")], dtype=torch.int64)

    def decode(self, ids):
        return "".join(self.chars[i] for i in ids.tolist())
