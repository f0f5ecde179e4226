"""You put the model into eval mode while it is training."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        model.eval()
    return losses
