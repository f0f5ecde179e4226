"""You never give the output its own slope, which is 1, so zeros are all that flows."""


class Value(Value):
    def backward(self):
        order = self.history()
        for node in order:
            if node.parents:
                node.grad = 0.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
