"""Your ids start at 1; row numbers start at 0."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "\0" + "".join(sorted(set(text)))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars) - 1
