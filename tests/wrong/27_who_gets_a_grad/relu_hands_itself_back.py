"""relu of a positive v hands v itself back: it is a result, with a .grad of its own."""


class Value(Value):
    def relu(self):
        return self if self.data > 0 else made_from(0.0, (self, 0.0))
