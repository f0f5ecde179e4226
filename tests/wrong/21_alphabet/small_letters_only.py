"""You turn the text into small letters first, so decoding cannot bring the capitals back."""

Exact = CharTokenizer


class CharTokenizer(Exact):
    def __init__(self, text):
        Exact.__init__(self, text.lower())

    def encode(self, s):
        return Exact.encode(self, s.lower())
