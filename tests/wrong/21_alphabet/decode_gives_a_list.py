"""You return a list of characters; decode gives one string."""


class CharTokenizer(CharTokenizer):
    def decode(self, ids):
        return [self.chars[i] for i in ids.tolist()]
