"""Your relu returns a plain number, so the way back ends there: return a Value."""


class Value(Value):
    def relu(self):
        return max(self.data, 0.0)
