"""You do not clear the gradients in every lap: a step then walks along all the earlier ones too."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(X) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
