"""You always make 200 laps: make as many as the caller asks for."""


def train(model, optimizer, X, y, steps):
    losses = []
    for _ in range(200):
        loss = ((model(X) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
