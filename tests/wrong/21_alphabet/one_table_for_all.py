"""Your table belongs to the class, so a second tokenizer changes the first: keep it on self."""

import torch


class CharTokenizer:
    chars = []

    def __init__(self, text):
        CharTokenizer.chars = sorted(set(text))
        self.vocab_size = len(CharTokenizer.chars)

    def encode(self, s):
        ids = {c: i for i, c in enumerate(CharTokenizer.chars)}
        return torch.tensor([ids[c] for c in s], dtype=torch.int64)

    def decode(self, ids):
        return "".join(CharTokenizer.chars[i] for i in ids.tolist())
