"""You keep ASCII characters only; accents and emoji are characters too."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(c for c in set(text) if ord(c) < 128))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
