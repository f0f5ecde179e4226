"""You number characters as they appear; the ids follow the sorted characters."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(dict.fromkeys(text))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
