"""A frozen dataclass made by a function, which finds ids with str.find."""

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Tokenizer:
    alphabet: tuple
    vocab_size: int

    def encode(self, s):
        def identify(c):
            if c not in self.alphabet:
                raise KeyError(c)
            return self.alphabet.index(c)

        return torch.LongTensor(list(map(identify, s)))

    def decode(self, ids):
        text = ""
        for i in ids:
            text += self.alphabet[i.item()]
        return text


def CharTokenizer(text):  # noqa: N802
    alphabet = []
    for c in text:
        if c not in alphabet:
            alphabet.append(c)
    alphabet.sort()
    return Tokenizer(tuple(alphabet), len(alphabet))
