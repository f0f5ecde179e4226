"""You give each micro-batch the same weight; a part with more rows weighs more: rows / all rows."""


def accumulated_grad(model, loss_fn, micro_batches):
    for p in model.parameters():
        p.grad = None
    for x, y in micro_batches:
        (loss_fn(model(x), y) / len(micro_batches)).backward()
