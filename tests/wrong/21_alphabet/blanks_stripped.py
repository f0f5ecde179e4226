"""You strip the text, and with it blanks and newlines at its ends: they are characters too."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(set(text.strip())))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
