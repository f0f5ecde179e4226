"""You clear the leaves at each backward; a second one has to add to them."""


class Value(Value):
    def backward(self):
        order = self.history()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
