"""You join the characters with blanks between them; nothing stands between."""


class CharTokenizer(CharTokenizer):
    def decode(self, ids):
        return " ".join(self.chars[i] for i in ids.tolist())
