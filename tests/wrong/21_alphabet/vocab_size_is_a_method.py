"""Your vocab_size has to be called; it is an int attribute, or a property."""

Exact = CharTokenizer


class CharTokenizer:
    def __init__(self, text):
        self.exact = Exact(text)

    def vocab_size(self):
        return self.exact.vocab_size

    def encode(self, s):
        return self.exact.encode(s)

    def decode(self, ids):
        return self.exact.decode(ids)
