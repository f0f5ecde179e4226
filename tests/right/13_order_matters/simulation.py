"""Simulates four laps and notes of which lap every pred, loss and gradient is."""


class Lap:
    def __init__(self):
        self.pred = self.loss = None
        self.walked = set()
        self.grad = []

    def run(self, line, lap):
        if line == "forward":
            self.pred = lap
        elif line == "loss":
            assert self.pred is not None
            self.loss = (lap, self.pred)
        elif line == "zero_grad":
            self.grad.clear()
        elif line == "backward":
            assert self.loss is not None and self.loss not in self.walked
            self.walked.add(self.loss)
            self.grad.append(self.loss[1])
        else:
            assert self.grad == [lap]


def works(order):
    state = Lap()
    try:
        for lap in range(4):
            for line in order:
                state.run(line, lap)
    except AssertionError:
        return False
    return True
