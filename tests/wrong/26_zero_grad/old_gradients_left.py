"""You add to what was in .grad before; clear it first."""


def accumulated_grad(model, loss_fn, micro_batches):
    rows = sum(len(x) for x, _ in micro_batches)
    for x, y in micro_batches:
        (loss_fn(model(x), y) * len(x) / rows).backward()
