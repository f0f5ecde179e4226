"""Your sort calls itself, and Python gives up after about 1000 calls: use a stack of your own."""


class Value(Value):
    def history(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        return order
