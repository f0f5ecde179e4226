"""You number the characters as the set hands them out, which is another order each day: sort."""


class CharTokenizer(CharTokenizer):
    def __init__(self, text):
        self.chars = "".join(set(text))
        self.ids = {c: i for i, c in enumerate(self.chars)}
        self.vocab_size = len(self.chars)
