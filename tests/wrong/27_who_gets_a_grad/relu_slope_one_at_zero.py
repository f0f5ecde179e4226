"""Your relu has the slope 1 at 0; it is 0 there."""


class Value(Value):
    def relu(self):
        return made_from(max(self.data, 0.0), (self, 1.0 if self.data >= 0 else 0.0))
