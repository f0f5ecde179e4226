"""You compute the loss once, before the loop: every lap needs its own forward and its own loss."""


def train(model, optimizer, X, y, steps):
    losses = []
    loss = ((model(X) - y) ** 2).mean()
    for _ in range(steps):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
