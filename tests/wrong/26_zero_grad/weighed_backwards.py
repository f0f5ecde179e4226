"""You divide by the rows of a part, so small parts weigh more; multiply by rows / all rows."""


def accumulated_grad(model, loss_fn, micro_batches):
    for p in model.parameters():
        p.grad = None
    for x, y in micro_batches:
        (loss_fn(model(x), y) / len(x)).backward()
