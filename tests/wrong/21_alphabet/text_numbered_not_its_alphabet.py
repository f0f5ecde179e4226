"""You number all of text, repeats too; number each different character once."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(text))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
