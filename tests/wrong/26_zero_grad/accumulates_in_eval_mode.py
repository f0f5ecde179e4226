"""You put the model into eval mode: take the gradients in the mode that it is in."""


def accumulated_grad(model, loss_fn, micro_batches):
    model.eval()
    for p in model.parameters():
        p.grad = None
    all_rows = sum(len(x) for x, _ in micro_batches)
    for x, y in micro_batches:
        (loss_fn(model(x), y) * (len(x) / all_rows)).backward()
    model.train()
