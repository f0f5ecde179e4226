"""One sum of weighted losses and one backward; closures in place of a loop over attributes."""

import torch


def predict(program):
    answer = []
    run = 0
    for word in program:
        run = run + 1 if word == "backward" else 0
        answer.append(6.0 * run if run else None)
    return answer


class MySGD:
    def __init__(self, params, lr):
        params = list(params)

        def zero_grad():
            for p in params:
                if p.grad is not None:
                    p.grad = torch.zeros_like(p.grad)

        def step():
            for p in params:
                if p.grad is None:
                    continue
                p.detach().sub_(p.grad * lr)

        self.zero_grad = zero_grad
        self.step = step


def accumulated_grad(model, loss_fn, micro_batches):
    for p in model.parameters():
        p.grad = None
    rows = [len(x) for x, _ in micro_batches]
    losses = [loss_fn(model(x), y) * n for (x, y), n in zip(micro_batches, rows)]
    (torch.stack(losses).sum() / sum(rows)).backward()
