"""Sets .grad to None by hand for everything that the model and the optimizer hold."""


class Trainer:
    def __init__(self, model, optimizer):
        self.model, self.optimizer = model, optimizer

    def clear(self):
        held = [p for group in self.optimizer.param_groups for p in group["params"]]
        for p in [*self.model.parameters(), *held]:
            p.grad = None

    def lap(self, X, y):
        self.clear()
        loss = ((self.model(X) - y) ** 2).mean()
        loss.backward()
        before = loss.item()
        self.optimizer.step()
        return before


def train(model, optimizer, X, y, steps):
    trainer = Trainer(model, optimizer)
    return [trainer.lap(X, y) for _ in range(steps)]
