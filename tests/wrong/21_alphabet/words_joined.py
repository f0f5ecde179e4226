"""You split the text, which loses blanks and newlines: they are characters too."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(sorted(set("".join(text.split()))))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
