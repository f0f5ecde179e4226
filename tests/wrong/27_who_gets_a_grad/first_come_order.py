"""You pass gradients on in the order you meet values; one must wait for all that it was used in."""


class Value(Value):
    def backward(self):
        order = {self: None}
        waiting = [self]
        while waiting:
            node = waiting.pop(0)
            for parent, _ in node.parents:
                if parent not in order:
                    order[parent] = None
                    waiting.append(parent)
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in order:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
