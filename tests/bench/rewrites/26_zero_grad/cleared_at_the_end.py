"""Re-codes tests/wrong/26_zero_grad/cleared_at_the_end.py."""


def accumulated_grad(model, loss_fn, micro_batches):
    count = 0
    for x, _ in micro_batches:
        count += x.shape[0]
    for inputs, labels in micro_batches:
        part = loss_fn(model(inputs), labels)
        (part * (inputs.shape[0] / count)).backward()
    for _, weight in model.named_parameters():
        weight.grad = None
