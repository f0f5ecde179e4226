"""You strip what you decode; blanks and newlines at the ends belong to the text."""


class CharTokenizer(CharTokenizer):
    def decode(self, ids):
        return "".join(self.chars[i] for i in ids.tolist()).strip()
