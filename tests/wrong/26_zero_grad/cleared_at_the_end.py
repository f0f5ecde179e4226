"""You clear the gradients at the end, but they are what is asked for."""


def accumulated_grad(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    for x, y in micro_batches:
        (loss_fn(model(x), y) * len(x) / rows).backward()
    for p in model.parameters():
        p.grad = None
