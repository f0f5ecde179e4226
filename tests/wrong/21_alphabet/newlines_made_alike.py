"""You turn carriage returns into newlines: every character is kept as it is."""

import torch


class CharTokenizer:
    def __init__(self, text):
        self.chars = sorted(set(text.replace("\r", "\n")))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)

    def encode(self, s):
        return torch.tensor([self.ids[c] for c in s.replace("\r", "\n")], dtype=torch.int64)

    def decode(self, ids):
        return "".join(self.chars[i] for i in ids.tolist())
