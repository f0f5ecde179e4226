"""For a + b you use the other number as slope; a change of a reaches the sum as it is: slope 1."""


class Value(Value):
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return made_from(self.data + other.data, (self, other.data), (other, self.data))
