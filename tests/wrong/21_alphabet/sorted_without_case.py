"""You sort as if capitals were small letters; Python's own order goes by code point."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(set(text), key=lambda c: (c.lower(), c)))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
