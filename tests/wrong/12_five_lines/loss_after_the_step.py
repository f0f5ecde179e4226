"""You note the loss after the update, one lap late: note it before the step."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(((model(X) - y) ** 2).mean().item())
    return losses
