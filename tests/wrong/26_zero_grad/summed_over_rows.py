"""You weigh each part with its rows and never divide by all rows: that is the sum, not the mean."""


def accumulated_grad(model, loss_fn, micro_batches):
    for p in model.parameters():
        p.grad = None
    for x, y in micro_batches:
        (loss_fn(model(x), y) * len(x)).backward()
