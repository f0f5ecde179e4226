"""For a * b you give a its own value as slope; a change of a is multiplied by b."""


class Value(Value):
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return made_from(self.data * other.data, (self, self.data), (other, other.data))
