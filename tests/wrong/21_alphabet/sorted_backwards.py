"""You sort from the last character to the first."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(set(text), reverse=True))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
