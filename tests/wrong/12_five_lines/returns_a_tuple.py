"""You return a tuple: the losses are to come as a list."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(steps):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return tuple(losses)
